import DataParallel
import Forecasting

/// The ways to run an operation that must all give the same bits.
enum OperationSchedules {
    static let threadCounts = [1, 2, 3, 8]

    /// On a pool of so many threads, with pieces as small as they get.
    static func pool(_ threads: Int) -> Parallelism {
        Parallelism(pool: ThreadPool(workerCount: threads), minimumBatch: 1, grain: 1)
    }
}

/// Bits, so that NaN equals NaN and the signs of zeros count.
func bitPatterns(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

/// Whether two arrays have NaN in the same places and otherwise differ by no more than `tolerance`.
func isClose(_ left: [Double], _ right: [Double], within tolerance: Double = 1e-12) -> Bool {
    left.count == right.count
        && zip(left, right).allSatisfy { a, b in
            a.isNaN ? b.isNaN : abs(a - b) <= tolerance * max(1, abs(b))
        }
}
