import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct LaneSimulatorTests {
    /// Every figure of every candidate has the reference's bits, whatever is beside it.
    @Test(arguments: 0..<120) func hasTheReferencesBits(seed: Int) throws {
        let study = try LaneStudy(seed: seed)
        var compared = 0
        try study.lanes.measure(study.group, start: study.start, ends: study.ends) {
            candidate,
            end,
            outcome in
            let expected = try? study.reference.metrics(
                study.position,
                study.policies[candidate],
                window: study.start..<study.ends[end]
            )
            #expect(outcome.metrics.map(bits) == expected.map(bits))
            compared += 1
        }
        #expect(compared == study.policies.count * study.ends.count)
    }

    /// Prices that jump, by whole orders of magnitude or by hundreds of them: whoever is rebalanced
    /// there must not be taken for quiet.
    @Test(arguments: 0..<40) func followsJumps(seed: UInt64) throws {
        var random = SeededRandom(seed: seed &+ 900)
        let symbols = (0..<2 + Int(seed % 4)).map { "S\($0)" }
        let jumps = [1.05, 1.3, 40, 1e12, 1e25].prefix(2 + Int(seed % 4))
        var prices = symbols.map { _ in 100.0 }
        var closes: [Double] = []
        for _ in 0..<400 {
            for place in prices.indices {
                prices[place] *= Double.random(in: 0.995...1.005, using: &random)
                if Int.random(in: 0..<40, using: &random) == 0 {
                    let jump = jumps.randomElement(using: &random)!
                    prices[place] *= prices[place] > 100 ? 1 / jump : jump
                }
            }
            closes += prices
        }
        let table = try PriceTable(
            symbols: symbols,
            timestamps: (0..<400).map { 1_577_836_800 + $0 * 14_400 },
            closes: closes
        )
        let reference = ReferenceSimulator(
            table: table,
            settings: try SimulationSettings(table: table)
        )
        let weights = symbols.map { _ in 1 / Double(symbols.count) }
        let position = try Position(Allocation(symbols: symbols, weights: weights), in: table)
        let policies = try [0.001, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.9].map { threshold in
            try RebalancingPolicy(
                method: .threshold,
                threshold: threshold,
                minimumIntervalHours: [0, 24, 240].randomElement(using: &random)!
            )
        }
        let lanes = LaneSimulator(reference)
        var rebalances = 0
        try lanes.measure(
            LaneGroup(
                lanes.prepare(position.columns),
                policies.map { LaneCandidate(weights: weights, policy: $0) }
            ),
            start: 3,
            ends: [170, 400]
        ) { candidate, end, outcome in
            let expected = try? reference.metrics(
                position,
                policies[candidate],
                window: 3..<[170, 400][end]
            )
            #expect(outcome.metrics.map(bits) == expected.map(bits))
            rebalances += expected?.rebalanceCount ?? 0
        }
        #expect(rebalances > 0)
    }

    /// Where a value is lost or overflows, the lanes say nothing and the reference says where.
    @Test(arguments: [(1, 1e306), (1e300, 1e-300)])
    func leavesLostValuesToTheReference(first: Double, later: Double) throws {
        let closes = (0..<40).map { $0 < 20 ? first : later * Double($0) }
        let table = HandmadePrices.table(["A": closes, "B": closes])
        let reference = ReferenceSimulator(
            table: table,
            settings: try SimulationSettings(table: table)
        )
        let position = try Position(
            Allocation(symbols: ["A", "B"], weights: [0.5, 0.5]),
            in: table
        )
        #expect(throws: BacktestError.self) {
            try reference.metrics(position, .never, window: 0..<40)
        }
        let policies = [RebalancingPolicy.never]
        let lanes = LaneSimulator(reference)
        try lanes.measure(
            LaneGroup(
                lanes.prepare(position.columns),
                policies.map { LaneCandidate(weights: position.weights, policy: $0) }
            ),
            start: 0,
            ends: [15, 30, 40]
        ) { _, end, outcome in
            #expect((outcome.metrics == nil) == (end > 0))
        }
    }

    @Test func refusesWindowsThatAreTooShort() throws {
        let study = try LaneStudy(seed: 1)
        #expect(throws: BacktestError.windowTooShort(bars: 5, minimum: 10)) {
            try study.lanes.measure(study.group, start: 3, ends: [8]) { _, _, _ in }
        }
    }
}

/// Candidates for one position on random prices, made up from a seed.
private struct LaneStudy {
    let reference: ReferenceSimulator
    let position: Position
    let policies: [RebalancingPolicy]
    let start: Int
    let ends: [Int]

    var lanes: LaneSimulator { LaneSimulator(reference) }
    var group: LaneGroup {
        LaneGroup(
            lanes.prepare(position.columns),
            policies.map { LaneCandidate(weights: position.weights, policy: $0) }
        )
    }

    init(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 77)
        let held = 2 + seed % 6
        let table = SyntheticPrices.randomWalk(
            bars: 700,
            symbols: held + 2,
            interval: [3_600, 14_400, 86_400].randomElement(using: &random)!,
            seed: random.next()
        )
        let costs = [
            TradingCosts.free, .standard, try TradingCosts(commission: 0.1, slippage: 0.05),
        ]
        reference = ReferenceSimulator(
            table: table,
            settings: try SimulationSettings(
                table: table,
                costs: costs.randomElement(using: &random)!
            )
        )
        var weights = (0..<held).map { _ in Double.random(in: 0.05...1, using: &random) }
        let total = weights.reduce(0, +)
        weights = weights.map { $0 / total }
        let symbols = Array(table.symbols.shuffled(using: &random).prefix(held))
        position = try Position(Allocation(symbols: symbols, weights: weights), in: table)
        // Some groups without drift, which have a loop of their own.
        let methods: [RebalancingPolicy.Method] =
            seed % 4 == 0 ? [.calendar, .never] : RebalancingPolicy.Method.allCases
        policies = try (0..<Int.random(in: 1...LaneGroup.width, using: &random)).map { _ in
            try RebalancingPolicy(
                method: methods.randomElement(using: &random)!,
                threshold: [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2].randomElement(using: &random)!,
                calendarDays: Int.random(in: 1...20, using: &random),
                minimumIntervalHours: [0, 24, 100].randomElement(using: &random)!,
                momentumVeto: Bool.random(using: &random)
            )
        }
        start = Int.random(in: 0...100, using: &random)
        ends = [
            start + WindowMetrics.minimumBars, Int.random(in: 150...300, using: &random),
            Int.random(in: 300...500, using: &random), 700,
        ]
    }
}
