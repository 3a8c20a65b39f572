import Backtesting
import MarketData

/// The factors of a space whose levels can be counted while a sweep runs, and which levels each
/// distinct candidate counts for.
struct SensitivityFactors: Sendable {
    struct Factor: Sendable {
        let name: String
        /// In grid order.
        fileprivate(set) var labels: [String] = []

        fileprivate mutating func level(_ label: String) -> Int {
            if let level = labels.firstIndex(of: label) { return level }
            labels.append(label)
            return labels.count - 1
        }
    }

    /// A level, and how many listed candidates a distinct one stands for in it.
    struct Share: Sendable {
        let factor: Int
        let level: Int
        var count: Int
    }

    private(set) var factors: [Factor]
    private let allocations: AllocationFolding
    /// For each distinct policy.
    private let policyShares: [[Share]]
    /// The level of each run of allocations; empty if there are too many.
    private let assetLevels: [Int]

    /// The most levels of a factor that are worth a table.
    private static let mostLevels = 1_000

    init(_ space: BoundSpace) {
        allocations = space.allocations
        let policies = space.space.policies
        var factors = [
            Factor(name: "asset set"), Factor(name: "threshold"), Factor(name: "method"),
            Factor(name: "calendar days"), Factor(name: "minimum interval hours"),
            Factor(name: "momentum filter"),
        ]
        // Every factor costs time for every candidate.
        let hasRules = policies.rules.count > 1
        if hasRules { factors.append(Factor(name: "rule")) }
        let hasForecasts = !policies.models.isEmpty
        if hasForecasts {
            factors += [Factor(name: "forecast policy"), Factor(name: "forecast model")]
        }
        var shares: [Int: [Share]] = [:]
        for index in 0..<policies.count {
            let policy = policies[index]
            var labels = [
                "\(policy.threshold)", policy.method.rawValue, policies.calendarLabel(policy),
                "\(policy.minimumIntervalHours)", policy.momentumVeto ? "on" : "off",
            ]
            if hasRules { labels.append(policies.ruleLabel(policy)) }
            if hasForecasts {
                labels += [policies.forecastLabel(policy), policies.modelLabel(policy)]
            }
            let canonical = policies.canonicalIndex(of: index)
            for (factor, label) in zip(1..., labels) {
                let level = factors[factor].level(label)
                if let known = shares[canonical, default: []].firstIndex(where: {
                    $0.factor == factor && $0.level == level
                }) {
                    shares[canonical]![known].count += 1
                } else {
                    shares[canonical, default: []].append(
                        Share(factor: factor, level: level, count: 1)
                    )
                }
            }
        }
        policyShares = policies.distinctIndices.map { shares[$0] ?? [] }
        var assetLevels: [Int] = []
        let folding = space.allocations
        if folding.runs.count <= Self.mostLevels {
            assetLevels = folding.runs.map { run in
                let first = folding.allocation(ofOrdinal: run.ordinals.lowerBound)
                let symbols = space.space.allocations.symbols(of: first)
                return factors[0].level(symbols.joined(separator: "|"))
            }
        }
        self.assetLevels = assetLevels
        self.factors = factors
    }

    /// What the distinct candidate in a slot counts for.
    func forEachShare(ofSlot slot: Int, _ body: (Share) -> Void) {
        let (ordinal, policy) = slot.quotientAndRemainder(dividingBy: policyShares.count)
        let copies = allocations.multiplicity(ofOrdinal: ordinal)
        var all = 0
        for share in policyShares[policy] {
            body(Share(factor: share.factor, level: share.level, count: share.count * copies))
            if share.factor == 2 { all += share.count }
        }
        if !assetLevels.isEmpty {
            let level = assetLevels[allocations.run(ofOrdinal: ordinal)]
            body(Share(factor: 0, level: level, count: all * copies))
        }
    }
}

/// Sums over all listed candidates of each level. They do not depend on the order of what is added:
/// sums are of whole numbers.
struct SensitivityTotals: Sendable {
    private struct Level {
        var count = 0
        /// In units of `2^-60`.
        var sum = Int128(0)
        var best = -Double.infinity
        var ahead = 0
        var values = ValueSketch()
        var isTooLarge = false
    }

    private var levels: [[Level]]

    init(_ factors: SensitivityFactors) {
        levels = factors.factors.map { $0.labels.map { _ in Level() } }
    }

    /// Totals from their bytes, of the same factors.
    init(
        _ reader: inout ByteReader,
        _ factors: SensitivityFactors
    ) throws(ByteReader.Problem) {
        self.init(factors)
        for factor in levels.indices {
            for level in levels[factor].indices {
                let low = try reader.integer(UInt64.self, "sum")
                let high = try reader.integer(Int64.self, "sum")
                levels[factor][level] = Level(
                    count: try reader.place("count of a level"),
                    sum: Int128(high) << 64 | Int128(low),
                    best: try reader.double("best of a level"),
                    ahead: try reader.place("count of a level"),
                    values: try ValueSketch(&reader),
                    isTooLarge: try reader.flag("size of a level")
                )
            }
        }
    }

    func write(to writer: inout ByteWriter) {
        for level in levels.joined() {
            writer.write(UInt64(truncatingIfNeeded: level.sum))
            writer.write(Int64(level.sum >> 64))
            writer.write(UInt64(level.count))
            writer.write(level.best)
            writer.write(UInt64(level.ahead))
            level.values.write(to: &writer)
            writer.write(level.isTooLarge)
        }
    }

    mutating func add(_ slot: Int, _ value: Double, isAhead: Bool, _ factors: SensitivityFactors) {
        let isTooLarge = abs(value) > 0x1p40
        let units = isTooLarge ? 0 : Int128((value * 0x1p60).rounded())
        factors.forEachShare(ofSlot: slot) { share in
            update(&levels[share.factor][share.level]) { level in
                level.count += share.count
                level.sum += units * Int128(share.count)
                level.best = max(level.best, value)
                level.ahead += isAhead ? share.count : 0
                level.values.add(value, count: share.count)
                level.isTooLarge = level.isTooLarge || isTooLarge
            }
        }
    }

    /// Adds the totals of other candidates, of the same factors.
    mutating func merge(_ other: SensitivityTotals) {
        for factor in levels.indices {
            for level in levels[factor].indices {
                let more = other.levels[factor][level]
                update(&levels[factor][level]) { level in
                    level.count += more.count
                    level.sum += more.sum
                    level.best = max(level.best, more.best)
                    level.ahead += more.ahead
                    level.values.merge(more.values)
                    level.isTooLarge = level.isTooLarge || more.isTooLarge
                }
            }
        }
    }

    /// The sensitivity to every factor with more than one level that has values.
    func sensitivities(_ factors: SensitivityFactors) -> [Sensitivity] {
        zip(factors.factors, levels).compactMap { factor, levels in
            let known = zip(factor.labels, levels).filter { $0.1.count > 0 }
            guard known.count > 1 else { return nil }
            return Sensitivity(
                factor: factor.name,
                levels: known.map { label, level in
                    Sensitivity.Level(
                        label: label,
                        count: level.count,
                        mean: level.isTooLarge
                            ? .nan : Double(level.sum) * 0x1p-60 / Double(level.count),
                        median: level.values.median,
                        best: level.best,
                        shareAboveBuyAndHold: Double(level.ahead) / Double(level.count)
                    )
                }
            )
        }
    }

    private func update(_ level: inout Level, _ body: (inout Level) -> Void) { body(&level) }
}
