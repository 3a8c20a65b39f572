import Validation

struct SuperiorityQuestion: Question {
    struct Outcome: Encodable {
        let statistic: Double
        let lower: Double
        let consistent: Double
        let upper: Double

        init(_ outcome: SuperiorityTest.Outcome) {
            statistic = outcome.statistic
            lower = outcome.lower
            consistent = outcome.consistent
            upper = outcome.upper
        }
    }

    struct Answer: Encodable {
        let spa: Outcome
        let realityCheck: Outcome
        /// The periods of each resample, for the others to use.
        let indices: [[Int]]
    }

    /// The differentials of each candidate.
    let columns: [[Double]]
    let resamples: Int
    let blockLength: Double
    let seed: UInt64

    func answer() throws -> Answer {
        let periods = columns.first?.count ?? 0
        let test = try SuperiorityTest(
            differentials: ReturnMatrix(
                periods: periods,
                columns: columns.count,
                values: columns.flatMap { $0 }
            ),
            resamples: resamples,
            blockLength: blockLength,
            seed: seed
        )
        let bootstrap = try StationaryBootstrap(
            count: periods,
            meanBlockLength: blockLength,
            seed: seed
        )
        return Answer(
            spa: Outcome(test.spa),
            realityCheck: Outcome(test.realityCheck),
            indices: (0..<resamples).map(bootstrap.indices(ofResample:))
        )
    }
}
