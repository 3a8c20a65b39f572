/// How much reading a file may come to, so that a small file cannot fill the memory.
///
/// A column's bytes are its own, so that all that is looked at is no longer than the file; a file that names the
/// same bytes again and again is damaged or hostile. What is compressed may come to much more, within a limit that
/// no prices reach: their times differ from row to row.
final class ArrowMemory {
    /// What is left of the file's own bytes.
    private var mapped: Int
    /// What is left for values when they are decompressed and decoded.
    private var decoded: Int

    private static let ratio = 64
    /// 64 MiB: a million rows of eight columns.
    private static let least = 1 << 26

    /// The budget of a file of some bytes.
    init(fileSize: Int) {
        mapped = 2 * fileSize + (1 << 16)
        decoded = max(Self.least, Self.ratio * fileSize)
    }

    /// Counts bytes of the file that are looked at.
    func takeMapped(_ bytes: Int) throws(ArrowProblem) {
        guard bytes <= mapped else { throw ArrowProblem("its columns lie on one another") }
        mapped -= bytes
    }

    /// Counts bytes that are decompressed, or values that are decoded.
    func takeDecoded(_ bytes: Int) throws(ArrowProblem) {
        try check(rows: bytes, bytesEach: 1)
        decoded -= bytes
    }

    /// Makes sure that rows may be decoded, before memory is taken for them.
    func check(rows: Int, bytesEach: Int) throws(ArrowProblem) {
        let (bytes, overflow) = rows.multipliedReportingOverflow(by: bytesEach)
        guard !overflow, bytes <= decoded else {
            throw ArrowProblem(
                "its columns come to more than \(Self.ratio) times its size; write it uncompressed"
            )
        }
    }
}
