/// Model files: one ``ModelRecord`` in a binary format that finds every change of its bytes.
///
/// ## Format
///
/// All numbers are little endian; integers are unsigned. A text is its length in bytes (32 bits) and that
/// many bytes of UTF-8.
///
/// | part | what |
/// |---|---|
/// | mark | the 8 bytes `89 41 50 55 53 0D 0A 1A` ("APUS" between bytes that text transfers spoil) |
/// | version | 32 bits; this is version 1 |
/// | size | 64 bits: the bytes of the whole file |
/// | name | the model's name, a text |
/// | settings | their number (32 bits), then name and value of each, two texts |
/// | arrays | their number (32 bits), then of each its name (a text), the type of its elements (8 bits: 1 for IEEE 754 binary32, 2 for binary64), their number (64 bits), and the elements |
/// | checksum | 64 bits: the CRC-64 of XZ (ECMA-182, reflected) of all bytes before |
///
/// Settings and arrays ascend by the bytes of their names, and no name occurs twice, so that equal records
/// give equal files whatever their dictionaries' order. Numbers keep their bits, those of NaN as well.
///
/// ## Versions
///
/// Mark, version, size and checksum stay where they are in all versions. A reader refuses a version
/// that it does not know with ``ForecastingError/unknownFormat(path:found:supported:)``.
public enum ModelFile {
    /// The version that is written, and the last one that is read.
    public static let version = 1

    /// Writes a record.
    ///
    /// The bytes go to a file beside it that takes the name when all are on the disk: a reader sees the old
    /// file or the whole new one, never a part.
    ///
    /// - Throws: ``ForecastingError/inaccessibleFile(path:reason:)``.
    public static func write(
        _ record: ModelRecord,
        to path: String
    ) throws(ForecastingError) {
        try StoredFile.write(bytes(of: record), to: path)
    }

    /// Reads a record.
    ///
    /// - Throws: ``ForecastingError/inaccessibleFile(path:reason:)`` for a file that cannot be read,
    ///   ``ForecastingError/unknownFormat(path:found:supported:)`` for one of a later version,
    ///   ``ForecastingError/corruptFile(path:reason:)`` for anything else that is not a file as it was
    ///   written.
    public static func read(_ path: String) throws(ForecastingError) -> RecordReader {
        let bytes = try StoredFile.read(path)
        return RecordReader(try record(of: bytes, path: path), path: path)
    }
}

/// The fixed parts of a model file.
enum ModelFormat {
    static let mark: [UInt8] = [0x89, 0x41, 0x50, 0x55, 0x53, 0x0D, 0x0A, 0x1A]
    static let floatType: UInt8 = 1
    static let doubleType: UInt8 = 2
    /// Mark, version and size.
    static let headerSize = 8 + 4 + 8
    static let checksumSize = 8
}
