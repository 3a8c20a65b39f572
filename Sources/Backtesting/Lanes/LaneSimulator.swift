import MarketData

/// What became of a candidate in a window.
public struct LaneOutcome: Sendable {
    /// Nil if the candidate's value overflows or is lost somewhere: the reference then says where.
    public let metrics: WindowMetrics?
    /// The least time between two rebalances in hours; infinite with fewer than two.
    ///
    /// With a minimum interval of up to this long, instead of a shorter one, the policy does the
    /// same in this window: an interval makes a difference only when it prevents a rebalance.
    public let leastHoursBetweenRebalances: Double

    init(metrics: WindowMetrics?, leastHoursBetweenRebalances: Double) {
        self.metrics = metrics
        self.leastHoursBetweenRebalances = leastHoursBetweenRebalances
    }

    init(_ snapshot: LaneSnapshot, _ lane: Int, _ settings: SimulationSettings) {
        metrics = snapshot.isSound(lane) ? snapshot.metrics(lane, settings) : nil
        leastHoursBetweenRebalances = snapshot.leastGap[lane] / 3_600
    }
}

/// Simulates candidates in groups of eight, one in each lane of a vector: the same bits as
/// ``ReferenceSimulator``, many times faster.
public struct LaneSimulator: Sendable {
    /// The definition, for what the lanes leave to it.
    public let reference: ReferenceSimulator
    private let times: [Double]
    private let periods: [PeriodEnds]
    private let ratios: PriceRatios
    /// At which bars there is income of any symbol; empty if there is none.
    private let isPaid: [Bool]

    /// Creates a simulator over the reference's table, with its settings.
    public init(_ reference: ReferenceSimulator) {
        self.reference = reference
        times = reference.table.timestamps.map { Double($0) }
        periods = PeriodEnds.all(reference.table.timestamps)
        ratios = PriceRatios(reference.table)
        let income = reference.settings.income
        isPaid = income.isEmpty ? [] : income.paidBars(symbolCount: reference.table.symbolCount)
    }

    /// What groups that hold these columns have in common.
    ///
    /// - Complexity: O(bars x symbols).
    public func prepare(_ columns: [Int]) -> LaneColumns {
        let income = reference.settings.income
        return LaneColumns(
            columns: columns,
            closes: rows(columns, of: reference.table.closes),
            spreads: ratios.spreads(of: columns),
            income: LaneIncome(
                dividends: income.dividends.isEmpty
                    ? [] : rows(columns, of: PriceValues(income.dividends)).asArray,
                funding: income.funding.isEmpty
                    ? [] : rows(columns, of: PriceValues(income.funding)).asArray,
                isPaid: isPaid
            )
        )
    }

    /// The numbers of some columns side by side: a run over them touches no others.
    private func rows(_ columns: [Int], of all: PriceValues) -> PriceValues {
        let table = reference.table
        if columns == Array(0..<table.symbolCount) { return all }
        let (stride, bars, count) = (table.symbolCount, table.barCount, columns.count)
        let packed = all.withUnsafeBufferPointer { all in
            columns.withUnsafeBufferPointer { columns in
                [Double](unsafeUninitializedCapacity: bars * count) { closes, initialized in
                    var (row, next) = (all.baseAddress!, closes.baseAddress!)
                    for _ in 0..<bars {
                        for column in columns {
                            next.initialize(to: row[column])
                            next += 1
                        }
                        row += stride
                    }
                    initialized = bars * count
                }
            }
        }
        return PriceValues(packed)
    }

    /// The metrics of windows that start at the same bar, for each candidate of a group.
    ///
    /// - Parameters:
    ///   - group: The candidates.
    ///   - start: The first bar of every window.
    ///   - ends: The end of each window (exclusive), in ascending order.
    ///   - body: Called once for each candidate (by its place in the group) and end.
    /// - Throws: ``BacktestError/windowTooShort(bars:minimum:)``.
    /// - Complexity: O(bars x symbols).
    public func measure(
        _ group: LaneGroup,
        start: Int,
        ends: [Int],
        _ body: (_ candidate: Int, _ end: Int, LaneOutcome) -> Void
    ) throws(BacktestError) {
        guard (ends.first ?? start) - start >= WindowMetrics.minimumBars else {
            throw .windowTooShort(
                bars: (ends.first ?? start) - start,
                minimum: WindowMetrics.minimumBars
            )
        }
        let settings = reference.settings
        guard isListed(group, start: start, ends: ends) else {
            measureOneByOne(group, start: start, ends: ends, body)
            return
        }
        snapshots(group, start: start, ends: ends) { end, snapshot in
            for candidate in 0..<group.count {
                body(candidate, end, LaneOutcome(snapshot, candidate, settings))
            }
        }
    }

    /// Where the candidates of a group stand at the end of each window.
    func snapshots(
        _ group: LaneGroup,
        start: Int,
        ends: [Int],
        _ body: (_ end: Int, LaneSnapshot) -> Void
    ) {
        precondition(
            ends == ends.sorted() && !ends.isEmpty && ends.last! <= reference.table.barCount
        )
        let settings = reference.settings
        let usesRules = group.usesRules || !settings.isPlain
        let spreads = group.columns.spreads
        group.columns.closes.withUnsafeBufferPointer { closes in
            times.withUnsafeBufferPointer { times in
                spreads.whole.withUnsafeBufferPointer { whole in
                    spreads.parts.withUnsafeBufferPointer { parts in
                        periods.withUnsafeBufferPointer { periods in
                            if usesRules {
                                let table = reference.table
                                let held = group.columns.columns
                                let kernel = RuleKernel(
                                    closes: closes.baseAddress!,
                                    times: times.baseAddress!,
                                    periods: periods.baseAddress!,
                                    segmentSpreads: whole.baseAddress!,
                                    partSpreads: parts.baseAddress!,
                                    settings: settings,
                                    group: group,
                                    income: group.columns.income,
                                    bands: group.candidates.map {
                                        DriftBands($0.policy, columns: held, table: table)
                                    },
                                    fees: TradeFees(settings.costs, columns: held, table: table)
                                )
                                kernel.dispatch(start: start, ends: ends, emit: body)
                                return
                            }
                            let kernel = LaneKernel(
                                closes: closes.baseAddress!,
                                times: times.baseAddress!,
                                periods: periods.baseAddress!,
                                segmentSpreads: whole.baseAddress!,
                                partSpreads: parts.baseAddress!,
                                settings: settings,
                                group: group
                            )
                            kernel.dispatch(start: start, ends: ends, emit: body)
                        }
                    }
                }
            }
        }
    }
}

extension LaneKernel {
    /// Runs the loop that is compiled for the group's number of symbols.
    fileprivate func dispatch(start: Int, ends: [Int], emit: (Int, LaneSnapshot) -> Void) {
        func fixed<let count: Int>(_ empty: FixedLanes<count>) {
            if group.usesDrift {
                run(empty, UsesDrift.self, start: start, ends: ends, emit: emit)
            } else {
                run(empty, IgnoresDrift.self, start: start, ends: ends, emit: emit)
            }
        }
        switch group.columns.columns.count {
        case 2: fixed(FixedLanes<2>())
        case 3: fixed(FixedLanes<3>())
        case 4: fixed(FixedLanes<4>())
        case 5: fixed(FixedLanes<5>())
        case let count:
            let empty = HeapLanes(symbolCount: count)
            run(empty, UsesDrift.self, start: start, ends: ends, emit: emit)
        }
    }
}

extension RuleKernel {
    /// Runs the loop that is compiled for the group's number of symbols.
    fileprivate func dispatch(start: Int, ends: [Int], emit: (Int, LaneSnapshot) -> Void) {
        func fixed<let count: Int>(_ empty: FixedLanes<count>) {
            if group.usesDrift {
                run(empty, UsesDrift.self, start: start, ends: ends, emit: emit)
            } else {
                run(empty, IgnoresDrift.self, start: start, ends: ends, emit: emit)
            }
        }
        switch group.columns.columns.count {
        case 2: fixed(FixedLanes<2>())
        case 3: fixed(FixedLanes<3>())
        case 4: fixed(FixedLanes<4>())
        case 5: fixed(FixedLanes<5>())
        case let count:
            let empty = HeapLanes(symbolCount: count)
            run(empty, UsesDrift.self, start: start, ends: ends, emit: emit)
        }
    }
}
