import MarketData

/// The columns that candidates of a group hold, prepared for many groups; see
/// ``LaneSimulator/prepare(_:)``.
public final class LaneColumns: Sendable {
    /// The table's columns.
    public let columns: [Int]
    /// Their prices, bar by bar.
    let closes: PriceValues
    /// How far symbols move apart; see `PriceRatios/spreads(of:)`.
    let spreads: PriceSpreads
    /// What holding them brings.
    let income: LaneIncome

    init(columns: [Int], closes: PriceValues, spreads: PriceSpreads, income: LaneIncome) {
        self.columns = columns
        self.closes = closes
        self.spreads = spreads
        self.income = income
    }
}

/// What holding the columns of a group brings, bar by bar in the layout of their prices.
struct LaneIncome: Sendable {
    /// As in ``PortfolioIncome``; empty for none.
    let dividends: [Double]
    let funding: [Double]
    /// Whether a bar has any.
    let isPaid: [Bool]
}

/// A candidate in a group.
public struct LaneCandidate: Sendable {
    /// The target weights of the group's columns.
    public let weights: [Double]
    /// When it is rebalanced.
    public let policy: RebalancingPolicy

    /// Creates a candidate.
    public init(weights: [Double], policy: RebalancingPolicy) {
        self.weights = weights
        self.policy = policy
    }
}

/// Candidates that hold the same columns of a table and are simulated side by side.
public struct LaneGroup: Sendable {
    /// The most candidates of a group.
    public static let width = 8

    /// The number of candidates.
    public let count: Int
    let columns: LaneColumns
    let candidates: [LaneCandidate]
    /// Whether ``RuleKernel`` has to run it, whatever the costs.
    let usesRules: Bool
    /// The target weights of each symbol.
    let weights: [Lanes]
    /// The greatest `w (1 - w)` of each candidate; see `DriftBound`.
    let mobility: Lanes
    /// Infinite where the drift does not matter.
    let thresholds: Lanes
    /// Infinite where the calendar does not matter.
    let calendarSeconds: Lanes
    let intervalSeconds: Lanes
    /// Who is rebalanced at the ends of each ``CalendarPeriod``.
    let months: LaneMask
    let quarters: LaneMask
    let years: LaneMask
    /// Whether somebody is.
    let usesPeriods: Bool
    let vetoes: LaneMask
    /// Whether some candidate looks at the drift of its weights.
    let usesDrift: Bool
    let usesVeto: Bool

    /// Puts candidates for the same columns side by side.
    ///
    /// - Parameters:
    ///   - columns: What all of them hold.
    ///   - candidates: From 1 to ``width``; all ``RebalancingPolicy/runsInLanes``.
    public init(_ columns: LaneColumns, _ candidates: [LaneCandidate]) {
        precondition(1...Self.width ~= candidates.count)
        precondition(
            candidates.allSatisfy(\.policy.runsInLanes),
            "policies that use forecasts are for the reference"
        )
        count = candidates.count
        self.columns = columns
        self.candidates = candidates
        usesRules = candidates.contains(where: \.policy.usesRules)
        var weights = candidates[0].weights.map { Lanes(repeating: $0) }
        var mobility = Lanes.zero
        var thresholds = Lanes(repeating: .infinity)
        var calendarSeconds = thresholds
        var intervalSeconds = Lanes.zero
        var vetoes = LaneMask(repeating: false)
        var (months, quarters, years) = (vetoes, vetoes, vetoes)
        for lane in candidates.indices {
            let (held, policy) = (candidates[lane].weights, candidates[lane].policy)
            for symbol in weights.indices {
                let weight = held[symbol]
                weights[symbol][lane] = weight
                mobility[lane] = max(mobility[lane], weight * (1 - weight))
            }
            if policy.method.usesThreshold { thresholds[lane] = policy.threshold }
            if policy.method.usesCalendar {
                switch policy.rule.calendar {
                case nil: calendarSeconds[lane] = Double(policy.calendarDays) * 86_400
                case .month: months[lane] = true
                case .quarter: quarters[lane] = true
                case .year: years[lane] = true
                }
            }
            intervalSeconds[lane] = Double(policy.minimumIntervalHours) * 3_600
            vetoes[lane] = policy.momentumVeto
        }
        self.weights = weights
        self.mobility = mobility
        self.thresholds = thresholds
        self.calendarSeconds = calendarSeconds
        self.intervalSeconds = intervalSeconds
        self.months = months
        self.quarters = quarters
        self.years = years
        usesPeriods = months.holdsAnywhere || quarters.holdsAnywhere || years.holdsAnywhere
        self.vetoes = vetoes
        usesDrift = candidates.contains { $0.policy.method.usesThreshold }
        usesVeto = candidates.contains { $0.policy.momentumVeto }
    }
}

/// Where the candidates of a group stand at the end of a window.
struct LaneSnapshot {
    let bars: Int
    let equity: Lanes
    let worst: Lanes
    let downsideSquares: Lanes
    let shift: Lanes
    let shiftedSum: Lanes
    let shiftedSquares: Lanes
    let leastGap: Lanes
    let rebalances: Lanes
    let turnover: Lanes
    let costPaid: Lanes

    /// Whether a candidate's value has been positive and finite at every bar. A value that was not
    /// leaves a return behind that is not finite, except at the last bar.
    func isSound(_ lane: Int) -> Bool {
        equity[lane] > 0 && equity[lane].isFinite && shiftedSquares[lane].isFinite
    }

    /// The metrics of one candidate.
    func metrics(_ lane: Int, _ settings: SimulationSettings) -> WindowMetrics {
        var trading = TradingTotals()
        trading.rebalances = Int(rebalances[lane])
        trading.turnover = turnover[lane]
        trading.costPaid = costPaid[lane]
        return WindowMetrics(
            MetricsAccumulator(
                bars: bars,
                equity: equity[lane],
                maxDrawdown: worst[lane],
                downsideSquares: downsideSquares[lane],
                shift: shift[lane],
                shiftedSum: shiftedSum[lane],
                shiftedSquares: shiftedSquares[lane]
            ),
            initialValue: settings.capital,
            barsPerYear: settings.barsPerYear,
            trading: trading
        )
    }
}
