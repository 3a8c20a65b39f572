import Backtesting
import DataParallel
import Synchronization
import Validation

/// How the result depends on one factor of the grid, all others mixed.
public struct Sensitivity: Sendable, Equatable {
    /// One value of the factor.
    public struct Level: Sendable, Equatable {
        /// The value as text.
        public let label: String
        /// Listed candidates with this value that were evaluated.
        public let count: Int
        /// The mean of their test objectives.
        public let mean: Double
        /// The median of their test objectives.
        public let median: Double
        /// The best of their test objectives.
        public let best: Double
        /// The share of them whose mean test outperformance is above 0.
        public let shareAboveBuyAndHold: Double
    }

    /// The factor's name.
    public let factor: String
    /// Its values in grid order.
    public let levels: [Level]

    init(factor: String, levels: [Level]) {
        self.factor = factor
        self.levels = levels
    }

    /// The largest difference between two values' means: how much the factor matters.
    public var effect: Double {
        let means = levels.map(\.mean).filter { !$0.isNaN }
        return (means.max() ?? 0) - (means.min() ?? 0)
    }

    /// Of a search, a factor must have so many candidates for each value: with fewer it says nothing.
    static let leastOfALevel = 5

    /// The sensitivity to every factor of a table that has more than one value.
    ///
    /// - Parameter isSearch: Whether these are what a search evaluated, not a whole grid.
    /// - Complexity: O(n log n) for each factor.
    static func all(
        _ table: FactorTable,
        isSearch: Bool,
        on executor: any ParallelExecutor = SequentialExecutor()
    ) -> [Sensitivity] {
        let factors = table.factors
        let made = Mutex<[Int: Sensitivity]>([:])
        executor.forEach(count: factors.count, cancellation: nil) { place in
            let sensitivity = Sensitivity(table, factors[place], isSorted: isSearch)
            made.withLock { $0[place] = sensitivity }
        }
        return made.withLock { made in
            factors.indices.compactMap { made[$0] }.filter { factor in
                let least = isSearch ? Self.leastOfALevel : 0
                return factor.levels.count > 1 && factor.levels.count * least <= table.entries.count
            }
        }
    }

    private init(_ table: FactorTable, _ factor: FactorTable.Factor, isSorted: Bool) {
        let labels = factor.labels
        var order: [Int] = []
        var values = labels.map { _ in [Double]() }
        var ahead = labels.map { _ in 0 }
        for entry in table.entries {
            let level = factor.level(of: entry)
            guard level >= 0 else { continue }
            if values[level].isEmpty { order.append(level) }
            values[level].append(entry.value)
            if entry.isAhead { ahead[level] += 1 }
        }
        self.factor = factor.name
        if isSorted {
            let numbers = labels.map { Double($0) ?? .infinity }
            order.sort { (numbers[$0], $0) < (numbers[$1], $1) }
        }
        levels = order.map { level in
            Level(
                label: labels[level],
                count: values[level].count,
                mean: Moments.mean(values[level]),
                median: Moments.median(values[level]),
                best: values[level].max() ?? .nan,
                shareAboveBuyAndHold: Double(ahead[level]) / Double(values[level].count)
            )
        }
    }
}
