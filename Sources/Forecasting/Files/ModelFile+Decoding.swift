import MarketData

extension ModelFile {
    /// The record that a file's bytes hold.
    static func record(
        of bytes: [UInt8],
        path: String
    ) throws(ForecastingError) -> ModelRecord {
        var bytes = ModelBytes(bytes, path: path)
        try checkFrame(&bytes)
        let name = try bytes.text("name of the model")
        let settings = try entries(&bytes, of: "setting") { (reader) throws(ForecastingError) in
            try reader.text("setting's value")
        }
        let arrays = try entries(&bytes, of: "array") { (reader) throws(ForecastingError) in
            try reader.array()
        }
        guard bytes.remaining == 0 else {
            throw bytes.corrupt("\(bytes.remaining) bytes lie behind its last array")
        }
        return ModelRecord(name: name, settings: settings, arrays: arrays)
    }

    /// Looks at mark, version, size and checksum, and leaves what lies between.
    private static func checkFrame(_ bytes: inout ModelBytes) throws(ForecastingError) {
        guard bytes.remaining > 0 else { throw bytes.corrupt("it is empty") }
        let mark = ModelFormat.mark
        guard bytes.all.starts(with: mark.prefix(bytes.remaining)) else {
            throw bytes.corrupt("it does not begin like one")
        }
        let least = ModelFormat.headerSize + ModelFormat.checksumSize
        guard bytes.remaining >= least else {
            throw bytes.corrupt("it has \(bytes.remaining) bytes, and none has less than \(least)")
        }
        bytes.skip(mark.count)
        let found = try bytes.integer(UInt32.self, "version")
        guard found == version else {
            throw .unknownFormat(
                path: bytes.path,
                found: "a model file of version \(found)",
                supported: "version \(version)"
            )
        }
        let size = try bytes.integer(UInt64.self, "size")
        let present = bytes.all.count
        guard size == present else {
            throw bytes.corrupt(
                size > present
                    ? "it ends after \(present) of \(size) bytes"
                    : "it has \(present) bytes instead of \(size)"
            )
        }
        try bytes.takeChecksum()
    }

    private static func entries<Value>(
        _ bytes: inout ModelBytes,
        of what: String,
        _ value: (inout ModelBytes) throws(ForecastingError) -> Value
    ) throws(ForecastingError) -> [String: Value] {
        let count = try bytes.integer(UInt32.self, "number of \(what)s")
        var entries: [String: Value] = [:]
        var last: String?
        for _ in 0..<count {
            let name = try bytes.text("\(what)'s name")
            if let last, !last.utf8.lexicographicallyPrecedes(name.utf8) {
                throw bytes.corrupt("\(what) \(name) does not come after \(last)")
            }
            guard entries.updateValue(try value(&bytes), forKey: name) == nil else {
                throw bytes.corrupt("\(what) \(name) occurs twice")
            }
            last = name
        }
        return entries
    }
}

/// Reads the bytes of a model file.
private struct ModelBytes {
    let all: [UInt8]
    private var reader: ByteReader
    let path: String

    init(_ all: [UInt8], path: String) {
        self.all = all
        self.path = path
        reader = ByteReader(all)
    }

    var remaining: Int { reader.remaining }

    func corrupt(_ reason: String) -> ForecastingError { .corruptFile(path: path, reason: reason) }

    mutating func skip(_ count: Int) { reader.skip(count) }

    mutating func takeChecksum() throws(ForecastingError) {
        try read { (reader) throws(ByteReader.Problem) in try reader.takeChecksum() }
    }

    mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type,
        _ what: String
    ) throws(ForecastingError) -> Value {
        try read { (reader) throws(ByteReader.Problem) in try reader.integer(type, what) }
    }

    mutating func text(_ what: String) throws(ForecastingError) -> String {
        try read { (reader) throws(ByteReader.Problem) in try reader.text(what) }
    }

    mutating func array() throws(ForecastingError) -> ModelArray {
        let type = try integer(UInt8.self, "array's type")
        let bytesEach = type == ModelFormat.floatType ? 4 : 8
        guard [ModelFormat.floatType, ModelFormat.doubleType].contains(type) else {
            throw corrupt("an array is of the unknown type \(type)")
        }
        return try read { (reader) throws(ByteReader.Problem) in
            let count = try reader.count("elements of an array", bytesEach: bytesEach)
            guard type == ModelFormat.floatType else {
                return .double(try reader.doubles(count, "array"))
            }
            return .float(
                try reader.words(UInt32.self, count: count, "array") { Float(bitPattern: $0) }
            )
        }
    }

    private mutating func read<Value>(
        _ body: (inout ByteReader) throws(ByteReader.Problem) -> Value
    ) throws(ForecastingError) -> Value {
        do throws(ByteReader.Problem) {
            return try body(&reader)
        } catch {
            throw corrupt(error.reason)
        }
    }
}
