import Backtesting
import MarketData
import TestSupport
import Testing

/// Figures computed by an independent implementation of the definitions in NumPy.
@Suite struct GoldenBacktestTests {
    @Test(arguments: cases)
    func equalsTheIndependentImplementation(golden: Golden) throws {
        let table = golden.table
        let rate = golden.costRate
        let result = try Backtest(
            allocation: Allocation(symbols: table.symbols, weights: golden.weights),
            policy: golden.policy,
            table: table,
            window: golden.window,
            settings: SimulationSettings(
                table: table,
                costs: TradingCosts(commission: rate * 2 / 3, slippage: rate / 3),
                barsPerYear: Double(365 * 86_400 / table.interval)
            )
        )
        let metrics = result.metrics
        let figures = [
            metrics.totalReturn, metrics.volatility, metrics.sharpeRatio, metrics.sortinoRatio,
            metrics.maxDrawdown, metrics.cagr, metrics.calmarRatio, metrics.turnover,
            metrics.costPaid, result.buyAndHold.totalReturn,
        ]
        #expect(figures.count == golden.figures.count)
        for (figure, expected) in zip(figures, golden.figures) {
            #expect(isClose(figure, expected, relative: 1e-12))
        }
        #expect(metrics.rebalanceCount == golden.rebalances)
    }

    private static let cases: [Golden] = [
        Golden(
            seed: 11,
            bars: 400,
            step: 0.08,
            interval: 14_400,
            weights: [0.5, 0.3, 0.2],
            method: .threshold,
            threshold: 0.03,
            calendarDays: 1,
            minimumIntervalHours: 24,
            momentumVeto: false,
            costRate: 0.0015,
            window: 0..<400,
            rebalances: 27,
            figures: [
                -0.1663052328158341, 0.6710612482208284, -1.1401511910993825,
                -1.5741610764617298, -0.43511230780265364, -0.631506515437866,
                -1.451364404346584, 1.8080619637836781, 43.74928643394372,
                -0.11161933493164433,
            ]
        ),
        Golden(
            seed: 12,
            bars: 400,
            step: 0.08,
            interval: 14_400,
            weights: [0.5, 0.3, 0.2],
            method: .calendar,
            threshold: 0.03,
            calendarDays: 7,
            minimumIntervalHours: 12,
            momentumVeto: false,
            costRate: 0.0015,
            window: 100..<390,
            rebalances: 6,
            figures: [
                0.007227384605168252, 0.636567425309993, 0.42078546163210956,
                0.6016117730290246, -0.258522881638314, 0.05608756548114102,
                0.21695396989892074, 0.5598918106013955, 22.785554269807086,
                0.13009690093749815,
            ]
        ),
        Golden(
            seed: 13,
            bars: 400,
            step: 0.1,
            interval: 14_400,
            weights: [0.4, 0.3, 0.15, 0.15],
            method: .hybrid,
            threshold: 0.05,
            calendarDays: 14,
            minimumIntervalHours: 48,
            momentumVeto: true,
            costRate: 0.0015,
            window: 0..<400,
            rebalances: 8,
            figures: [
                0.5937079399209386, 0.7728394391233488, 3.708221696047496,
                5.462434346110175, -0.2566047294420819, 11.91115944567071,
                46.41831610652044, 0.9787756753698136, 34.108536196856136,
                0.49676245871171987,
            ]
        ),
        Golden(
            seed: 14,
            bars: 160,
            step: 0.16,
            interval: 86_400,
            weights: [0.6, 0.4],
            method: .threshold,
            threshold: 0.02,
            calendarDays: 1,
            minimumIntervalHours: 0,
            momentumVeto: true,
            costRate: 0.003,
            window: 5..<160,
            rebalances: 42,
            figures: [
                -0.10595208739373119, 0.7053083587531357, -0.016061746704131675,
                -0.02318017442251835, -0.4172219232644999, -0.23313527007139134,
                -0.5587800090830656, 2.4373965219317437, 91.63853437237438,
                -0.14172712081944305,
            ]
        ),
        Golden(
            seed: 15,
            bars: 160,
            step: 0.16,
            interval: 86_400,
            weights: [0.6, 0.4],
            method: .hybrid,
            threshold: 0.1,
            calendarDays: 10,
            minimumIntervalHours: 72,
            momentumVeto: true,
            costRate: 0.0,
            window: 0..<160,
            rebalances: 15,
            figures: [
                -0.32932472974882987, 0.6496416877136261, -1.086170234561039,
                -1.4794825258104531, -0.4482214115957317, -0.6002927219995328,
                -1.3392772109266393, 1.178541049012632, 0.0,
                -0.3750140175659974,
            ]
        ),
    ]
}

/// A candidate on a random walk that any program can repeat, and its figures.
struct Golden: Sendable {
    let seed: UInt64
    let bars: Int
    let step: Double
    let interval: Int64
    let weights: [Double]
    let method: RebalancingPolicy.Method
    let threshold: Double
    let calendarDays: Int
    let minimumIntervalHours: Int
    let momentumVeto: Bool
    let costRate: Double
    let window: Range<Int>
    let rebalances: Int
    let figures: [Double]

    /// Steps of `(u - 1/2) step` with `u` the top 53 bits of SplitMix64, from 100, 200, ...
    var table: PriceTable {
        var random = SeededRandom(seed: seed)
        var current = weights.indices.map { 100 * Double($0 + 1) }
        var closes: [Double] = []
        for _ in 0..<bars {
            for column in current.indices {
                let uniform = Double(random.next() >> 11) * 0x1p-53
                current[column] *= 1 + (uniform - 0.5) * step
            }
            closes += current
        }
        return try! PriceTable(
            symbols: weights.indices.map { "S\($0)" },
            timestamps: (0..<bars).map { 1_577_836_800 + Int64($0) * interval },
            closes: closes
        )
    }

    var policy: RebalancingPolicy {
        get throws {
            try RebalancingPolicy(
                method: method,
                threshold: threshold,
                calendarDays: calendarDays,
                minimumIntervalHours: minimumIntervalHours,
                momentumVeto: momentumVeto
            )
        }
    }
}
