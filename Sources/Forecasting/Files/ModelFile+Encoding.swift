extension ModelFile {
    /// A record as a file holds it.
    static func bytes(of record: ModelRecord) -> [UInt8] {
        var bytes = ModelFormat.mark
        bytes.append(UInt32(version))
        // Where the size goes when it is known.
        bytes.append(UInt64(0))
        bytes.append(record.name)
        bytes.append(UInt32(record.settings.count))
        for (name, value) in record.settings.sorted(by: ascend) {
            bytes.append(name)
            bytes.append(value)
        }
        bytes.append(UInt32(record.arrays.count))
        for (name, array) in record.arrays.sorted(by: ascend) {
            bytes.append(name)
            switch array {
            case .float(let values):
                bytes.append(ModelFormat.floatType)
                bytes.append(UInt64(values.count))
                bytes.append(contentsOf: values.map { $0.bitPattern.littleEndian })
            case .double(let values):
                bytes.append(ModelFormat.doubleType)
                bytes.append(UInt64(values.count))
                bytes.append(contentsOf: values.map { $0.bitPattern.littleEndian })
            }
        }
        var size: [UInt8] = []
        size.append(UInt64(bytes.count + ModelFormat.checksumSize))
        let place = ModelFormat.headerSize - size.count
        bytes.replaceSubrange(place..<ModelFormat.headerSize, with: size)
        bytes.append(CRC64.checksum(bytes))
        return bytes
    }

    /// Strings compare by Unicode, whose tables may change; bytes do not.
    private static func ascend<Value>(
        _ a: (key: String, value: Value),
        _ b: (key: String, value: Value)
    ) -> Bool {
        a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ text: String) {
        append(UInt32(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    fileprivate mutating func append(contentsOf words: [some FixedWidthInteger]) {
        words.withUnsafeBytes { append(contentsOf: $0) }
    }
}
