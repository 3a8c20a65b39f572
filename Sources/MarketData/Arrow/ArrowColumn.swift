/// A column of an Arrow file, batch after batch.
struct ArrowColumn {
    let field: ArrowField
    /// The rows of each batch, and where the column's values lie in it.
    private let parts: [(batch: ArrowBatch, place: ArrowBatch.Place)]

    init(_ field: ArrowField, _ parts: [(batch: ArrowBatch, place: ArrowBatch.Place)]) {
        self.field = field
        self.parts = parts
    }

    /// Calls `body` with the bytes of each value and its row; nil where it is missing.
    ///
    /// All values of fixed width are alike to it: `body` loads what it needs.
    private func forEachValue(
        width: Int,
        _ body: (_ row: Int, _ value: UnsafeRawPointer?) throws(ArrowProblem) -> Void
    ) throws(ArrowProblem) {
        var first = 0
        for (batch, place) in parts {
            let rows = batch.rowCount
            let (size, overflow) = rows.multipliedReportingOverflow(by: width)
            guard !overflow else { throw ArrowProblem("a batch claims \(rows) rows") }
            let validity = try batch.validity(place)
            let values = try batch.buffer(place, 1, atLeast: size)
            // Whatever it is, it becomes a number of eight bytes.
            try batch.memory.takeDecoded(rows * 8)
            try values.withBytes { (bytes) throws(ArrowProblem) in
                guard rows > 0, let base = bytes.baseAddress else { return }
                for row in 0..<rows {
                    let isThere = validity?.bit(row) ?? true
                    try body(first + row, isThere ? base + row * width : nil)
                }
            }
            first += rows
        }
    }

    /// The number of rows, of which the file has all bytes.
    func checkedRowCount() throws(ArrowProblem) -> Int {
        var count = 0
        for (batch, place) in parts {
            guard let width = field.storage.width else {
                count += batch.rowCount
                continue
            }
            // Rows are at most 2^37, and widths at most eight.
            try batch.check(place, 1, atLeast: batch.rowCount * width)
            count += batch.rowCount
            try batch.memory.check(rows: count, bytesEach: 8)
        }
        return count
    }

    /// Puts the column's numbers at every `stride` places; NaN where one is missing.
    func readNumbers(
        to numbers: UnsafeMutablePointer<Double>,
        stride: Int
    ) throws(ArrowProblem) {
        func read<Value>(_ type: Value.Type, _ number: (Value) -> Double) throws(ArrowProblem) {
            try forEachValue(width: MemoryLayout<Value>.size) { row, value in
                numbers[row * stride] = value.map { number($0.loadUnaligned(as: type)) } ?? .nan
            }
        }
        switch field.type {
        case .float(bits: 64):
            try read(UInt64.self) { Double(bitPattern: UInt64(littleEndian: $0)) }
        case .float: try read(UInt32.self) { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
        case .integer(bits: 8, isSigned: true): try read(Int8.self) { Double($0) }
        case .integer(bits: 8, isSigned: false): try read(UInt8.self) { Double($0) }
        case .integer(bits: 16, isSigned: true):
            try read(Int16.self) { Double(Int16(littleEndian: $0)) }
        case .integer(bits: 16, isSigned: false):
            try read(UInt16.self) { Double(UInt16(littleEndian: $0)) }
        case .integer(bits: 32, isSigned: true):
            try read(Int32.self) { Double(Int32(littleEndian: $0)) }
        case .integer(bits: 32, isSigned: false):
            try read(UInt32.self) { Double(UInt32(littleEndian: $0)) }
        case .integer(bits: _, isSigned: true):
            try read(Int64.self) { Double(Int64(littleEndian: $0)) }
        case .integer: try read(UInt64.self) { Double(UInt64(littleEndian: $0)) }
        case let other:
            throw ArrowProblem("the column '\(field.name)' holds \(other.description), not numbers")
        }
    }

    /// The first row whose time is none, and what it says.
    struct BadTime: Error {
        let row: Int
        let value: String
    }

    /// The column's times in whole seconds; the parts of a second are cut off.
    func times() throws(ArrowProblem) -> Result<[Int64], BadTime> {
        var times: [Int64] = []
        var bad: BadTime?
        func read<Value: FixedWidthInteger>(
            _ type: Value.Type,
            _ seconds: (Value) -> Int64?
        ) throws(ArrowProblem) {
            times.reserveCapacity(try checkedRowCount())
            try forEachValue(width: MemoryLayout<Value>.size) { row, value in
                if bad != nil { return }
                let value = value.map { Value(littleEndian: $0.loadUnaligned(as: type)) }
                guard let value, let time = seconds(value), UTCTime.range.contains(time) else {
                    bad = BadTime(row: row, value: value.map { "\($0)" } ?? "null")
                    return
                }
                times.append(time)
            }
        }
        // Numbers are seconds or parts of them, told apart by their digits as in text.
        func readNumbers<Value: FixedWidthInteger>(_ type: Value.Type) throws(ArrowProblem) {
            try read(type) { Int64(exactly: $0).flatMap { UTCTime.parse("\($0)") } }
        }
        switch field.type {
        case .date(inDays: true): try read(Int32.self) { Int64($0) * UTCTime.secondsPerDay }
        case .date(inDays: false): try read(Int64.self) { floorDivide($0, 1_000) }
        case .timestamp(let ticks): try read(Int64.self) { floorDivide($0, ticks) }
        case .integer(bits: 32, isSigned: true): try readNumbers(Int32.self)
        case .integer(bits: 32, isSigned: false): try readNumbers(UInt32.self)
        case .integer(bits: 64, isSigned: true): try readNumbers(Int64.self)
        case .integer(bits: 64, isSigned: false): try readNumbers(UInt64.self)
        case .text, .textView:
            throw ArrowProblem("times are text in '\(field.name)'; make them timestamps")
        case .integer, .float, .other:
            throw ArrowProblem(
                "the column '\(field.name)' holds \(field.type.description), not times"
            )
        }
        return bad.map { .failure($0) } ?? .success(times)
    }

    /// Calls `body` with the place of each value in its dictionary; nil where one is missing.
    func forEachDictionaryPlace(
        _ body: (Int?) throws(ArrowProblem) -> Void
    ) throws(ArrowProblem) {
        guard case .integer(let bits, let isSigned) = field.storage else {
            throw ArrowProblem("a dictionary has no places")
        }
        try forEachValue(width: bits / 8) { (_, value) throws(ArrowProblem) in
            guard let value else { return try body(nil) }
            var word: UInt64 = 0
            for byte in 0..<bits / 8 {
                word |= UInt64(value.load(fromByteOffset: byte, as: UInt8.self)) << UInt64(8 * byte)
            }
            // The highest bit of a place is never set.
            guard let place = Int(exactly: word), !isSigned || word >> UInt64(bits - 1) == 0 else {
                throw ArrowProblem("a place in a dictionary is below 0")
            }
            try body(place)
        }
    }

    /// Calls `body` with the bytes of each text; nil where it is missing.
    func forEachText(
        _ body: (UnsafeRawBufferPointer?) throws(ArrowProblem) -> Void
    ) throws(ArrowProblem) {
        for (batch, place) in parts {
            switch field.type {
            case .text(let isLarge): try batch.forEachText(place, isLarge: isLarge, body)
            case .textView: try batch.forEachTextView(place, body)
            case let other:
                throw ArrowProblem(
                    "the column '\(field.name)' holds \(other.description), not text"
                )
            }
        }
    }
}
