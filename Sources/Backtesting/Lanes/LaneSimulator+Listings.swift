import MarketData

/// Windows in which a symbol comes or goes are run by the reference, candidate by candidate.
extension LaneSimulator {
    /// Whether all symbols of a group have prices at all bars of a window.
    func isListed(_ group: LaneGroup, start: Int, ends: [Int]) -> Bool {
        guard let end = ends.last else { return true }
        return group.columns.columns.allSatisfy { column in
            let listing = reference.table.listings[column]
            return listing.lowerBound <= start && end <= listing.upperBound
        }
    }

    /// As ``measure(_:start:ends:_:)``; the window is long enough.
    func measureOneByOne(
        _ group: LaneGroup,
        start: Int,
        ends: [Int],
        _ body: (_ candidate: Int, _ end: Int, LaneOutcome) -> Void
    ) {
        let runs = group.candidates.map {
            run($0, group, start: start, ends: ends, measuring: ends)
        }
        for end in ends.indices {
            for (candidate, run) in runs.enumerated() {
                body(
                    candidate,
                    end,
                    LaneOutcome(
                        metrics: run.metrics?[end],
                        leastHoursBetweenRebalances: run.leastGaps[end] / 3_600
                    )
                )
            }
        }
    }

    /// As ``equity(_:start:ends:_:)``.
    func equityOneByOne(
        _ group: LaneGroup,
        start: Int,
        ends: [Int],
        _ body: (_ candidate: Int, _ end: Int, _ value: Double) -> Void
    ) {
        // Metrics need long windows, which the first ends of a curve are not.
        let runs = group.candidates.map {
            run($0, group, start: start, ends: ends, measuring: ends.suffix(1))
        }
        for end in ends.indices {
            for (candidate, run) in runs.enumerated() { body(candidate, end, run.equity[end]) }
        }
    }

    private func run(
        _ candidate: LaneCandidate,
        _ group: LaneGroup,
        start: Int,
        ends: [Int],
        measuring windowEnds: [Int]
    ) -> (metrics: [WindowMetrics]?, leastGaps: [Double], equity: [Double]) {
        var observer = EndObserver(start: start, ends: ends)
        let position = Position(columns: group.columns.columns, weights: candidate.weights)
        let metrics = try? reference.simulate(
            position,
            candidate.policy,
            start: start,
            ends: windowEnds,
            signals: nil,
            observer: &observer
        )
        return (metrics, observer.leastGaps, observer.equity)
    }
}

/// Sees what the lanes tell about a run: the value at some ends, and the least time between rebalances up to each.
private struct EndObserver: SimulationObserver {
    static var wantsRebalances: Bool { true }

    /// For each end, NaN and infinite where the run did not get.
    private(set) var equity: [Double]
    private(set) var leastGaps: [Double]
    private let ends: [Int]
    private var next = 0
    private var last: Int64?
    private var leastGap = Double.infinity

    init(start: Int, ends: [Int]) {
        self.ends = ends
        equity = ends.map { _ in .nan }
        leastGaps = ends.map { _ in .infinity }
    }

    mutating func closed(bar: Int, equity value: Double, cash: Double) {
        while next < ends.count, bar + 1 == ends[next] {
            equity[next] = value
            leastGaps[next] = leastGap
            next += 1
        }
    }

    mutating func rebalanced(_ rebalance: Rebalance) {
        if let last { leastGap = min(leastGap, Double(rebalance.timestamp - last)) }
        last = rebalance.timestamp
    }
}
