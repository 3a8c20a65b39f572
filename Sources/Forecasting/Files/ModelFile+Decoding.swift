extension ModelFile {
    /// The record that a file's bytes hold.
    static func record(
        of bytes: [UInt8],
        path: String
    ) throws(ForecastingError) -> ModelRecord {
        var bytes = ByteReader(bytes, path: path)
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
    private static func checkFrame(_ bytes: inout ByteReader) throws(ForecastingError) {
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
        _ bytes: inout ByteReader,
        of what: String,
        _ value: (inout ByteReader) throws(ForecastingError) -> Value
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

/// Takes values off the bytes of a file; never beyond their end.
private struct ByteReader {
    let all: [UInt8]
    let path: String
    private var place = 0
    private var end: Int

    init(_ all: [UInt8], path: String) {
        self.all = all
        self.path = path
        end = all.count
    }

    var remaining: Int { end - place }

    func corrupt(_ reason: String) -> ForecastingError { .corruptFile(path: path, reason: reason) }

    mutating func skip(_ count: Int) { place += count }

    mutating func takeChecksum() throws(ForecastingError) {
        end -= ModelFormat.checksumSize
        var stored = self
        stored.place = end
        stored.end = all.count
        let found = CRC64.checksum(all[..<end])
        guard try stored.integer(UInt64.self, "checksum") == found else {
            throw corrupt("its bytes do not give its checksum: it was altered or damaged")
        }
    }

    mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type,
        _ what: String
    ) throws(ForecastingError) -> Value {
        let size = Value.bitWidth / 8
        guard remaining >= size else { throw corrupt("it ends in the \(what)") }
        defer { place += size }
        return all.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Value.self))
        }
    }

    mutating func text(_ what: String) throws(ForecastingError) -> String {
        let count = Int(try integer(UInt32.self, what))
        guard remaining >= count else { throw corrupt("it ends in the \(what)") }
        defer { place += count }
        guard let text = String(validating: all[place..<(place + count)], as: UTF8.self) else {
            throw corrupt("the \(what) is not UTF-8")
        }
        return text
    }

    mutating func array() throws(ForecastingError) -> ModelArray {
        let type = try integer(UInt8.self, "array's type")
        switch type {
        case ModelFormat.floatType:
            return .float(try words(UInt32.self) { Float(bitPattern: $0) })
        case ModelFormat.doubleType:
            return .double(try words(UInt64.self) { Double(bitPattern: $0) })
        default:
            throw corrupt("an array is of the unknown type \(type)")
        }
    }

    private mutating func words<Word: FixedWidthInteger, Value>(
        _ type: Word.Type,
        _ value: (Word) -> Value
    ) throws(ForecastingError) -> [Value] {
        let size = Word.bitWidth / 8
        let count = try integer(UInt64.self, "number of an array's elements")
        // Compared before it is multiplied: a wrong number must not overflow.
        guard count <= remaining / size else { throw corrupt("it ends in an array") }
        let first = place
        place += Int(count) * size
        return all.withUnsafeBytes { bytes in
            (0..<Int(count)).map { element in
                let word = bytes.loadUnaligned(fromByteOffset: first + element * size, as: type)
                return value(Word(littleEndian: word))
            }
        }
    }
}
