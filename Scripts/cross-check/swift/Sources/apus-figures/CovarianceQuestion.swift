import Backtesting
import Validation

struct CovarianceQuestion: Question {
    struct Answer: Encodable {
        let shrinkage: Double
        /// Symbols x symbols, row-major.
        let values: [Double]
    }

    /// Those of each symbol.
    let returns: [[Double]]

    func answer() throws -> Answer {
        let shrunk = try LedoitWolfCovariance(
            ReturnMatrix(
                periods: returns.first?.count ?? 0,
                columns: returns.count,
                values: returns.flatMap { $0 }
            )
        )
        return Answer(shrinkage: shrunk.shrinkage, values: shrunk.matrix.values)
    }
}
