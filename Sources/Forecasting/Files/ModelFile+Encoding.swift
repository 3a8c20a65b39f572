import MarketData

extension ModelFile {
    /// A record as a file holds it.
    public static func bytes(of record: ModelRecord) -> [UInt8] {
        var body = ByteWriter()
        body.write(record.name)
        body.write(UInt32(record.settings.count))
        for (name, value) in record.settings.sorted(by: ascend) {
            body.write(name)
            body.write(value)
        }
        body.write(UInt32(record.arrays.count))
        for (name, array) in record.arrays.sorted(by: ascend) {
            body.write(name)
            switch array {
            case .float(let values):
                body.write(ModelFormat.floatType)
                body.write(UInt64(values.count))
                for value in values { body.write(value.bitPattern) }
            case .double(let values):
                body.write(ModelFormat.doubleType)
                body.write(UInt64(values.count))
                body.write(values)
            }
        }
        let size = ModelFormat.headerSize + body.bytes.count + ModelFormat.checksumSize
        var file = ByteWriter(reserving: size)
        file.write(raw: ModelFormat.mark)
        file.write(UInt32(version))
        file.write(UInt64(size))
        file.write(raw: body.bytes)
        file.write(CRC64.checksum(file.bytes))
        return file.bytes
    }

    /// Strings compare by Unicode, whose tables may change; bytes do not.
    private static func ascend<Value>(
        _ a: (key: String, value: Value),
        _ b: (key: String, value: Value)
    ) -> Bool {
        a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }
}
