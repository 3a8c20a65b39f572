@testable import Optimization

/// Runs searches on functions whose best value is 0.
enum SearchRun {
    /// The trials of a search, in order; stops after `count` trials or when nothing is proposed.
    static func trials(
        _ strategy: any SearchStrategy,
        count: Int,
        _ objectives: ([Double]) -> [Double]
    ) -> [SearchTrial] {
        var strategy = strategy
        var trials: [SearchTrial] = []
        while trials.count < count {
            let batch = strategy.propose().map {
                SearchTrial(point: $0, objectives: objectives($0))
            }
            if batch.isEmpty { break }
            strategy.learn(batch)
            trials += batch
        }
        return Array(trials.prefix(count))
    }

    /// How far the best trial stays below 0, averaged over seeds 1 to 5.
    static func meanRegret(
        trials count: Int,
        _ make: (UInt64) -> any SearchStrategy,
        _ objective: ([Double]) -> Double
    ) -> Double {
        var sum = 0.0
        for seed in UInt64(1)...5 {
            let found = trials(make(seed), count: count) { [objective($0)] }
            sum -= found.map(\.value).max() ?? -.infinity
        }
        return sum / 5
    }
}

extension SearchDomain {
    /// Continua only.
    static func box(_ count: Int) -> SearchDomain {
        SearchDomain((0..<count).map { Dimension(name: "x\($0)", levels: nil, isOrdered: true) })
    }

    /// Two dimensions of names, three of ordered levels: 4 x 6 x 12 x 12 x 12 cells.
    static let mixed = SearchDomain([
        Dimension(name: "method", levels: 4, isOrdered: false),
        Dimension(name: "asset", levels: 6, isOrdered: false),
        Dimension(name: "threshold", levels: 12, isOrdered: true),
        Dimension(name: "days", levels: 12, isOrdered: true),
        Dimension(name: "hours", levels: 12, isOrdered: true),
    ])
}
