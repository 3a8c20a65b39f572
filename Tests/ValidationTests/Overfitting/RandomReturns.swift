import DataParallel
import Validation

/// Matrices of returns made for tests.
enum RandomReturns {
    /// Independent normal returns with mean 0 and sd 0.01; candidate `c` draws from stream `c`.
    static func noise(periods: Int, columns: Int, seed: UInt64) -> ReturnMatrix {
        ReturnMatrix(
            periods: periods,
            columns: columns,
            values: (0..<columns).flatMap { column in
                normals(periods, seed: seed, stream: UInt64(column)).map { $0 * 0.01 }
            }
        )
    }

    /// A sum of twelve uniform numbers less six: mean 0, sd 1, nearly normal.
    static func normals(_ count: Int, seed: UInt64, stream: UInt64) -> [Double] {
        var random = RandomStream(seed: seed, stream: stream)
        return (0..<count).map { _ in
            (0..<12).reduce(-6.0) { sum, _ in sum + random.nextUniform() }
        }
    }

    /// Returns that need no generator, to be made alike elsewhere.
    static func patterned(periods: Int, columns: Int) -> ReturnMatrix {
        ReturnMatrix(
            periods: periods,
            columns: columns,
            values: (0..<columns).flatMap { c in
                (0..<periods).map { t in
                    let mixed = c * 7_919 + t * 104_729 + c * t * 31 + t * t * 17
                    return Double(mixed % 1_009 - 504) / 10_000
                }
            }
        )
    }

    /// A matrix of the given columns.
    static func matrix(_ columns: [[Double]]) -> ReturnMatrix {
        ReturnMatrix(
            periods: columns.first?.count ?? 0,
            columns: columns.count,
            values: columns.flatMap { $0 }
        )
    }
}
