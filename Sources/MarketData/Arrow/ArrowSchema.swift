/// What a column of an Arrow file holds.
enum ArrowType: Equatable {
    case integer(bits: Int, isSigned: Bool)
    case float(bits: Int)
    /// Days since 1970 in 32 bits, or milliseconds in 64.
    case date(inDays: Bool)
    /// Ticks since 1970 in 64 bits.
    case timestamp(ticksPerSecond: Int64)
    case text(isLarge: Bool)
    /// Texts of up to twelve bytes in place, longer ones elsewhere.
    case textView
    case other(String)

    /// Bytes of a value, for numbers and times.
    var width: Int? {
        switch self {
        case .integer(let bits, _), .float(let bits): bits / 8
        case .date(let inDays): inDays ? 4 : 8
        case .timestamp: 8
        case .text, .textView, .other: nil
        }
    }

    var isTime: Bool {
        switch self {
        case .date, .timestamp: true
        default: false
        }
    }

    var isNumber: Bool {
        switch self {
        case .integer, .float: true
        default: false
        }
    }

    var isText: Bool {
        switch self {
        case .text, .textView: true
        default: false
        }
    }

    /// What a person calls it.
    var description: String {
        switch self {
        case .integer(let bits, let isSigned): "\(isSigned ? "int" : "uint")\(bits)"
        case .float(let bits): "float\(bits)"
        case .date: "date"
        case .timestamp: "timestamp"
        case .text, .textView: "text"
        case .other(let name): name
        }
    }
}

/// A column of an Arrow file.
struct ArrowField {
    let name: String
    let type: ArrowType
    /// The dictionary that its values are places in; nil for values of its own.
    let dictionary: Int64?
    /// The type of the places, or of the values where there is no dictionary.
    let storage: ArrowType
    /// How many nodes and buffers its values take in a batch; buffers that differ from batch to batch not counted.
    let nodeCount: Int
    let bufferCount: Int
    /// Whether it has buffers that differ in number from batch to batch.
    let hasVariadicBuffers: Bool
}

/// The columns of an Arrow file.
struct ArrowSchema {
    let fields: [ArrowField]
    /// The columns that pandas had as its index.
    let indexNames: [String]

    init(_ table: FlatTable) throws(ArrowProblem) {
        guard try table.number(0, default: Int16(0)) == 0 else {
            throw ArrowProblem("its numbers are big-endian")
        }
        var fields: [ArrowField] = []
        var below = ArrowLayout.mostColumns
        // Names are longer than their description only where several are in the same place.
        var letters = table.size
        for field in try table.tables(1) {
            let field = try Self.field(field, &below)
            letters -= field.name.utf8.count
            guard letters >= 0 else { throw ArrowProblem("its columns share their names") }
            fields.append(field)
        }
        self.fields = fields
        var indexNames: [String] = []
        for pair in try table.tables(2) where try pair.text(0) == "pandas" {
            indexNames = PandasMetadata.indexColumns(try pair.text(1) ?? "")
        }
        self.indexNames = indexNames
    }

    private static func field(
        _ table: FlatTable,
        _ below: inout Int
    ) throws(ArrowProblem) -> ArrowField {
        let type = try type(table)
        let name = try table.text(0) ?? ""
        if let dictionary = try table.table(4) {
            let storage = try dictionary.table(1).map { (table) throws(ArrowProblem) in
                try integer(table)
            }
            return ArrowField(
                name: name,
                type: type,
                dictionary: try dictionary.number(0, default: Int64(0)),
                storage: storage ?? .integer(bits: 32, isSigned: true),
                nodeCount: 1,
                bufferCount: 2,
                hasVariadicBuffers: false
            )
        }
        let size = try ArrowLayout.size(of: table, &below)
        return ArrowField(
            name: name,
            type: type,
            dictionary: nil,
            storage: type,
            nodeCount: size.nodes,
            bufferCount: size.buffers,
            hasVariadicBuffers: size.variadics > 0
        )
    }

    private static func integer(_ table: FlatTable) throws(ArrowProblem) -> ArrowType {
        let bits = Int(try table.number(0, default: Int32(0)))
        guard [8, 16, 32, 64].contains(bits) else {
            throw ArrowProblem("it has integers of \(bits) bits")
        }
        return .integer(bits: bits, isSigned: try table.flag(1))
    }

    private static func type(_ field: FlatTable) throws(ArrowProblem) -> ArrowType {
        let code = try field.number(2, default: UInt8(0))
        guard let table = try field.table(3) else { throw ArrowProblem("a column has no type") }
        switch ArrowLayout.Kind(rawValue: code) {
        case .integer:
            return try integer(table)
        case .floatingPoint:
            switch try table.number(0, default: Int16(0)) {
            case 1: return .float(bits: 32)
            case 2: return .float(bits: 64)
            default: return .other("float16")
            }
        case .date:
            return .date(inDays: try table.number(0, default: Int16(1)) == 0)
        case .timestamp:
            let units: [Int64] = [1, 1_000, 1_000_000, 1_000_000_000]
            let unit = Int(try table.number(0, default: Int16(0)))
            guard units.indices.contains(unit) else {
                throw ArrowProblem("a column has times in an unknown unit")
            }
            return .timestamp(ticksPerSecond: units[unit])
        case .utf8: return .text(isLarge: false)
        case .largeUtf8: return .text(isLarge: true)
        case .utf8View: return .textView
        case let kind?: return .other("\(kind)")
        case nil: throw ArrowProblem("a column has a type that is unknown")
        }
    }
}
