import Backtesting
import DataParallel
import MarketData

/// A candidate near the top of the ranking.
public struct Leader: Sendable, Equatable {
    /// Its place in the ranking, from 1.
    public let rank: Int
    /// The candidate's id.
    public let id: Int
    /// How many candidates behind it hold the same portfolio and have figures that read the same: settings that
    /// hardly came to matter say nothing new.
    public let alike: Int
    /// The capital, then the value at the end of each period: every window starts with what the one before it
    /// ended with, and pays to invest anew. NaN from where it cannot be known.
    public private(set) var equity: [Double] = []

    /// So many of the ranking have one, at most.
    static let mostLeaders = 50
    /// About so many periods there are, over all windows.
    private static let periods = 60

    /// The first of a ranking, each with its curve.
    static func all(
        _ ranking: Ranking,
        _ evaluations: Evaluations,
        space: BoundSpace,
        evaluator: WindowEvaluator,
        on executor: any ParallelExecutor
    ) -> [Leader] {
        let windows = evaluator.testWindows.map(\.bars)
        let bars = windows.reduce(0) { $0 + $1.count }
        let periods = ReturnPeriods(windows, barsPerPeriod: max(1, bars / Self.periods))
        var leaders = distinct(ranking, evaluations, space.space)
        let slots = leaders.map { space.slot(ofID: $0.id) }
        // Those of the same portfolio side by side.
        let order = leaders.indices.sorted { slots[$0] < slots[$1] }
        let returns = PeriodReturns(
            of: order.map { PeriodReturns.Run(slot: slots[$0], of: space) },
            periods,
            evaluator: evaluator,
            on: executor,
            cancellation: nil
        )
        let capital = evaluator.simulator.settings.capital
        for (place, leader) in order.enumerated() {
            var equity = [capital]
            let own = place * periods.count..<(place + 1) * periods.count
            for change in returns?.values[own] ?? [] {
                equity.append((equity.last ?? capital) * (1 + change))
            }
            leaders[leader].equity = equity
        }
        return leaders
    }

    private static func distinct(
        _ ranking: Ranking,
        _ evaluations: Evaluations,
        _ space: SearchSpace
    ) -> [Leader] {
        let ids = ranking.ids
        func figures(_ id: Int) -> [Double] {
            guard case .finished(let summary) = evaluations[id: id] else { return [] }
            // As they are printed: shares to a hundredth of a percent or less, ratios to a hundredth.
            return [
                summary.testOutperformance * 1e4, summary.testReturn * 1e4,
                summary.testSharpe * 1e2, summary.testDrawdown * 1e3, summary.testWinRate * 1e2,
                summary.generalizationGap * 1e4,
            ].map { $0.isNaN ? .infinity : $0.rounded() }
        }
        var leaders: [Leader] = []
        var rank = 0
        while leaders.count < mostLeaders, rank < ids.count {
            let candidate = space[ids[rank] - 1]
            let own = figures(ids[rank])
            let next = ids[(rank + 1)...].firstIndex { id in
                figures(id) != own || candidate.symbols != space[id - 1].symbols
                    || candidate.weighting != space[id - 1].weighting
            }
            let alike = (next ?? ids.count) - rank - 1
            leaders.append(Leader(rank: rank + 1, id: ids[rank], alike: alike))
            rank += alike + 1
        }
        return leaders
    }
}
