/// How a batch is cut: by its size and the network's alone.
///
/// Small pieces keep more threads busy and fit into caches; large ones multiply better and leave fewer gradients to
/// add.
struct MicroBatches: Sendable {
    let count: Int
    let capacity: Int

    /// Numbers of a sample from which on a network's memory counts, and what a piece's should be.
    private static let largeSample = 45_000
    private static let pieceSize = 4_000_000
    /// What a piece may be at most.
    private static let largestPiece = 16_000_000

    init(batchSize: Int, _ network: Network<Float>) {
        let numbers = network.valueWidth + network.keptWidths.always + network.keptWidths.inTraining
        var wanted: Int
        if numbers < Self.largeSample {
            let length = network.parameterCount < 1_000_000 ? 128 : 256
            wanted = max(batchSize >= 32 ? 2 : 1, (batchSize + length / 2) / length)
        } else {
            let length = Self.length(numbers, least: 32)
            wanted = (batchSize + length - 1) / length
            // Of few pieces, as many for each of four threads.
            if wanted > 1 { wanted = (wanted + 3) / 4 * 4 }
        }
        count = min(wanted, 64, batchSize)
        capacity = (batchSize + count - 1) / count
    }

    /// The rows of each piece of a batch, which may be shorter than usual.
    func ranges(rows: Int) -> [Range<Int>] {
        let count = min(self.count, rows)
        return (0..<count).map { (rows * $0 / count)..<(rows * ($0 + 1) / count) }
    }

    /// Samples that run through a network at once where nothing is trained.
    static func inferenceLength(_ network: Network<Float>) -> Int {
        let numbers = network.valueWidth + network.keptWidths.always
        return numbers < largeSample ? 256 : min(256, length(numbers, least: 64))
    }

    /// Samples of so many numbers: some at least, for products, unless they would be too large.
    private static func length(_ numbers: Int, least: Int) -> Int {
        max(1, min(max(least, pieceSize / numbers), largestPiece / numbers))
    }
}
