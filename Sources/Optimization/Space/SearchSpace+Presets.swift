import Backtesting
public import MarketData

extension SearchSpace {
    /// The weightings of the presets by number of symbols.
    static let standardWeightings: [Int: WeightGrid] = [
        2: [[0.5, 0.5], [0.6, 0.4], [0.7, 0.3], [0.4, 0.6]],
        3: [[0.33, 0.33, 0.34], [0.5, 0.3, 0.2], [0.4, 0.35, 0.25], [0.6, 0.25, 0.15]],
        4: [
            [0.25, 0.25, 0.25, 0.25], [0.4, 0.3, 0.15, 0.15], [0.35, 0.35, 0.15, 0.15],
            [0.5, 0.25, 0.15, 0.1], [0.3, 0.3, 0.2, 0.2],
        ],
        5: [
            [0.2, 0.2, 0.2, 0.2, 0.2], [0.35, 0.25, 0.2, 0.1, 0.1], [0.3, 0.25, 0.2, 0.15, 0.1],
        ],
    ]

    /// The reference space: 20 sets of eight crypto pairs, 81 allocations, 720 policies, 58,320
    /// candidates of which 26,568 are distinct.
    public static func crypto() throws(OptimizationError) -> SearchSpace {
        let symbols = ["BTC", "ETH", "BNB", "SOL", "ADA", "XRP"].map { "\($0)/USDT" }
        let btc = symbols[0]
        let eth = symbols[1]
        let bnb = symbols[2]
        let sol = symbols[3]
        let ada = symbols[4]
        let matic = "MATIC/USDT"
        var sets = [[btc, eth], [btc, bnb], [eth, bnb]]
        sets += combinations(of: symbols, size: 3).prefix(12)
        sets += [
            [btc, eth, sol, bnb], [btc, eth, ada, bnb], [btc, eth, sol, matic],
            [btc, eth, bnb, sol, ada], [btc, eth, bnb, sol, matic],
        ]
        return try SearchSpace(
            name: "crypto",
            allocations: .sets(AssetSets(sets: sets, weightings: standardWeightings)),
            policies: intradayPolicies()
        )
    }

    /// The quick crypto space: 3 sets, two weightings each, 2 thresholds, 12 candidates.
    public static func quickCrypto() throws(OptimizationError) -> SearchSpace {
        let sets = [
            ["BTC/USDT", "ETH/USDT"], ["BTC/USDT", "ETH/USDT", "BNB/USDT"],
            ["BTC/USDT", "ETH/USDT", "SOL/USDT", "BNB/USDT"],
        ]
        return try SearchSpace(
            name: "crypto, quick",
            allocations: .sets(AssetSets(sets: sets, weightings: firstTwoWeightings)),
            policies: quickPolicies()
        )
    }

    /// The space for the bundled stocks: pairs to quintets across sectors, a basket of one stock a
    /// sector and all twenty, with policies for daily bars.
    public static func stocks() throws(OptimizationError) -> SearchSpace {
        try SearchSpace(
            name: "stocks",
            allocations: .sets(
                AssetSets(
                    sets: stockSets,
                    weightings: standardWeightings.merging([
                        8: .list([equalWeights(8)]), 20: .list([equalWeights(20)]),
                    ]) { standard, _ in standard }
                )
            ),
            policies: dailyPolicies()
        )
    }

    /// A space for any table: sets of two to five of its symbols with the standard weightings, and
    /// all of them in equal parts.
    ///
    /// Where there are more than 15 combinations of a size, runs of neighbouring columns stand for
    /// them: one from every column, or 15 spread evenly, so that every part of the table is searched.
    public static func automatic(for table: PriceTable) throws(OptimizationError) -> SearchSpace {
        let symbols = table.symbols
        guard symbols.count >= 2 else { throw .tooFewSymbols(available: symbols) }
        var sets: [[String]] = []
        for size in 2...max(2, min(5, symbols.count)) {
            sets += representativeSets(of: symbols, size: size, limit: 15)
        }
        var weightings = standardWeightings
        if symbols.count > 5 {
            sets.append(symbols)
            weightings[symbols.count] = .list([equalWeights(symbols.count)])
        }
        return try SearchSpace(
            name: "automatic",
            allocations: .sets(AssetSets(sets: sets, weightings: weightings)),
            policies: table.interval >= 86_400 ? dailyPolicies() : intradayPolicies()
        )
    }

    /// A space to try things with: the first sets of two, three and four symbols that `space` has,
    /// two weightings each, 2 policies. Of its trading rules the first two are kept, and of the ways in
    /// which it uses forecasts the first of each kind.
    public static func quick(from space: SearchSpace) throws(OptimizationError) -> SearchSpace {
        if space.name == "crypto" { return try quickCrypto() }
        guard case .sets(let all) = space.allocations else {
            return try SearchSpace(
                name: "\(space.name), quick",
                allocations: .list(space.allocations.listed(atMost: 6)),
                policies: quickPolicies(space.policies)
            )
        }
        let sets = [2, 3, 4].compactMap { size in all.sets.first { $0.count == size } }
        return try SearchSpace(
            name: "\(space.name), quick",
            allocations: .sets(
                AssetSets(
                    sets: sets.isEmpty ? Array(all.sets.prefix(3)) : sets,
                    weightings: all.weightings.mapValues { $0.prefix(2) }
                )
            ),
            policies: quickPolicies(space.policies)
        )
    }

    static func equalWeights(_ count: Int) -> [Double] {
        Array(repeating: 1 / Double(count), count: count)
    }

    private static var firstTwoWeightings: [Int: WeightGrid] {
        standardWeightings.mapValues { $0.prefix(2) }
    }

    static func intradayPolicies() throws(OptimizationError) -> PolicySpace {
        try PolicySpace(
            thresholds: [0.05, 0.08, 0.10, 0.12, 0.15, 0.20],
            methods: [.threshold, .calendar, .hybrid],
            calendarDays: [7, 14, 30, 60, 90],
            minimumIntervalHours: [12, 24, 48, 72],
            momentumVetoes: [false, true]
        )
    }

    /// Daily bars are at least a day apart, so shorter minimum intervals would all be the same.
    static func dailyPolicies() throws(OptimizationError) -> PolicySpace {
        try PolicySpace(
            thresholds: [0.03, 0.05, 0.08, 0.10, 0.15, 0.20],
            methods: [.threshold, .calendar, .hybrid],
            calendarDays: [30, 60, 90, 180, 365],
            minimumIntervalHours: [24, 168, 720],
            momentumVetoes: [false, true]
        )
    }

    private static func quickPolicies(
        _ policies: PolicySpace? = nil
    ) throws(OptimizationError) -> PolicySpace {
        var kinds: Set<String> = []
        let forecasts = policies?.forecasts.filter { kinds.insert($0?.rule.name ?? "").inserted }
        return try PolicySpace(
            thresholds: [0.10, 0.15],
            methods: [.threshold],
            calendarDays: [30],
            minimumIntervalHours: [24],
            momentumVetoes: [false],
            rules: policies.map { Array($0.rules.prefix(2)) } ?? [.standard],
            forecasts: forecasts ?? [nil],
            models: policies?.models ?? []
        )
    }

    private static let stockSets: [[String]] = [
        ["MSFT", "JNJ"], ["MSFT", "XOM"], ["MSFT", "PG"], ["AAPL", "KO"], ["AAPL", "JNJ"],
        ["JPM", "PG"], ["UNH", "WMT"], ["HD", "PEP"],
        ["MSFT", "JNJ", "XOM"], ["AAPL", "PG", "CVX"], ["MSFT", "JPM", "JNJ"],
        ["UNH", "WMT", "KO"], ["AAPL", "LLY", "XOM"], ["HD", "PEP", "MRK"],
        ["MSFT", "JNJ", "XOM", "JPM"], ["AAPL", "PG", "CVX", "UNH"],
        ["AAPL", "MSFT", "JNJ", "KO"], ["HD", "WMT", "LLY", "XOM"], ["GE", "BAC", "PFE", "KO"],
        ["MSFT", "JNJ", "XOM", "JPM", "PG"], ["AAPL", "UNH", "CVX", "HD", "KO"],
        ["AAPL", "MSFT", "AMD", "LLY", "WMT"], ["GE", "BAC", "PFE", "BBY", "RRC"],
        ["AAPL", "JPM", "HD", "XOM", "GE", "JNJ", "PG", "UNH"],
        [
            "AAPL", "AMD", "BAC", "BBY", "CVX", "GE", "HD", "JNJ", "JPM", "KO", "LLY", "MRK",
            "MSFT", "PEP", "PFE", "PG", "RRC", "UNH", "WMT", "XOM",
        ],
    ]
}

/// Every subset of `size` symbols, in lexicographic order of positions.
func combinations(of symbols: [String], size: Int) -> [[String]] {
    guard size > 0 else { return [[]] }
    guard size <= symbols.count else { return [] }
    return symbols.indices.flatMap { first in
        combinations(of: Array(symbols[(first + 1)...]), size: size - 1)
            .map { [symbols[first]] + $0 }
    }
}

/// All combinations when there are at most `limit`, else `limit` runs of neighbours.
private func representativeSets(of symbols: [String], size: Int, limit: Int) -> [[String]] {
    let count = symbols.count
    var total = 1
    // Taking few and leaving few are as many combinations; counting the fewer never overshoots.
    for taken in 0..<min(size, count - size) where total <= limit {
        total = total * (count - taken) / (taken + 1)
    }
    if total <= limit { return combinations(of: symbols, size: size) }
    let runs = min(limit, count)
    return (0..<runs).map { run in
        let start = run * count / runs
        return (0..<size).map { symbols[(start + $0) % count] }
    }
}
