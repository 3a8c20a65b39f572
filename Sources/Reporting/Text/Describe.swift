public import Backtesting
public import MarketData
public import Optimization
public import Validation

/// Parts of a study as short phrases, the same in the terminal and in reports.
public enum Describe {
    /// The bar interval and the kind of calendar, for example "1d bars, weekdays".
    public static func interval(_ table: PriceTable) -> String {
        "\(BarInterval(seconds: table.interval)) bars, "
            + (table.hasWeekendBars ? "every day" : "weekdays")
    }

    /// A UTC time: the date alone at midnight, else to the minute.
    public static func time(_ timestamp: Int64) -> String {
        let text = UTCTime.format(timestamp)
        return text.count > 16 ? String(text.prefix(16)) : text
    }

    /// The splits of a study, for example "5 splits, windows of 365 days, anchored training".
    public static func splits(_ scheme: SplitScheme, _ plan: SplitPlan) -> String {
        let windows = plan.splits.testWindows
        let bars =
            "\(Format.count(windows.last?.count ?? 0))"
            + (windows.first?.count == windows.last?.count
                ? " bars" : " or \(Format.count(windows.first?.count ?? 0)) bars")
        let count = Format.counted(plan.splits.count, "split")
        switch scheme {
        case .walkForward(let settings):
            return walkForward(settings, plan)
        case .purgedKFold(let settings):
            return "\(count), k-fold: each fold of \(bars) is tested once"
                + margins(settings.purgeBars, settings.embargoBars)
                + "; training also uses later data"
        case .combinatorialPurged(let settings):
            return "\(count), combinatorial: \(settings.testGroups) of \(settings.groups) groups of"
                + " \(bars) tested at a time, \(Format.counted(plan.paths.count, "path"))"
                + margins(settings.purgeBars, settings.embargoBars)
                + "; training also uses later data"
        }
    }

    /// How the records of paths are spread.
    public static func distribution(_ paths: PathDistribution) -> TextTable {
        var table = TextTable([
            ("", .left), ("minimum", .right), ("lower quartile", .right), ("median", .right),
            ("upper quartile", .right), ("maximum", .right),
        ])
        func add(_ name: String, _ spread: Spread, _ text: (Double) -> String) {
            let values = [
                spread.minimum, spread.lowerQuartile, spread.median, spread.upperQuartile,
                spread.maximum,
            ]
            table.add([name] + values.map(text))
        }
        add("total return", paths.totalReturn) { Format.signedPercent($0) }
        add("outperformance", paths.outperformance) { Format.signedPercent($0) }
        add("Sharpe ratio", paths.sharpeRatio) { Format.fixed($0, decimals: 3) }
        add("maximum drawdown", paths.maxDrawdown) { Format.percent($0) }
        return table
    }

    private static func walkForward(_ settings: WalkForward, _ plan: SplitPlan) -> String {
        var text = Format.counted(plan.splits.count, "split")
        text += ", windows of \(Format.counted(settings.windowDays, "day"))"
        switch settings.training {
        case .anchored:
            text += ", anchored training"
            if settings.trainingStart == .first { text += " from the first bar" }
        case .rolling(let windows):
            text += ", training over \(Format.counted(windows, "window"))"
        }
        return text + margins(settings.purgeBars, settings.embargoBars)
    }

    private static func margins(_ purge: Int, _ embargo: Int) -> String {
        (purge > 0 ? ", purge \(Format.counted(purge, "bar"))" : "")
            + (embargo > 0 ? ", embargo \(Format.counted(embargo, "bar"))" : "")
    }

    /// How a space is searched, for example "tpe: 500 trials in each split".
    public static func search(_ settings: SearchSettings) -> String {
        let trials = Format.counted(settings.trials, "trial")
        let name = settings.method.rawValue
        switch settings.method {
        case .grid: return "grid: every distinct candidate"
        case .random, .sobol:
            return "\(name): \(trials), the same for all splits: nothing is learnt from them"
        case .halving:
            return "\(name): \(trials) in each split, of its own, on growing parts of its training"
                + " window; a third goes on each time"
        case .tpe, .cmaES:
            return "\(name): \(trials) in each split, learning from its training window alone"
        case .nsga2:
            let names = settings.objectives.map(\.name).joined(separator: " and ")
            return
                "\(name): \(trials) in each split, for \(names), learning from its training window"
                + " alone"
        }
    }

    /// A share that may be very small: `7.05 %`, `3.1e-8 %`.
    public static func share(_ value: Double) -> String {
        let percent = value * 100
        guard percent > 0, percent < 0.01 else { return Format.percent(value) }
        var (digits, exponent) = (percent, 0)
        while digits < 0.95, exponent < 400 {
            digits *= 10
            exponent += 1
        }
        return "\(Format.fixed(digits, decimals: 1))e-\(exponent) %"
    }

    /// The best-ranked candidates. Those of the same portfolio whose figures read the same are
    /// counted, not listed: settings that hardly came to matter say nothing new.
    public static func leaderboard(
        _ result: OptimizationResult,
        _ selection: Selection,
        count: Int
    ) -> TextTable {
        var table = TextTable([
            ("rank", .right), ("id", .right), ("outperf.", .right), ("return", .right),
            ("Sharpe", .right), ("drawdown", .right), ("wins", .right), ("gap", .right),
            ("alike", .right), ("portfolio", .left), ("rule", .left),
        ])
        for leader in selection.leaders.prefix(count) {
            let candidate = result.optimizer.space[leader.id - 1]
            table.add(
                ["\(leader.rank)", "#\(leader.id)"] + figures(result.summary(ofID: leader.id))
                    + [
                        leader.alike == 0 ? "" : "+\(Format.count(leader.alike))",
                        shortened(portfolio(candidate)), rule(candidate),
                    ]
            )
        }
        return table
    }

    private static func figures(_ summary: CandidateSummary?) -> [String] {
        [
            Format.signedPercent(summary?.testOutperformance ?? .nan),
            Format.signedPercent(summary?.testReturn ?? .nan),
            Format.fixed(summary?.testSharpe ?? .nan, decimals: 2),
            Format.percent(summary?.testDrawdown ?? .nan, decimals: 1),
            Format.percent(summary?.testWinRate ?? .nan, decimals: 0),
            Format.signedPercent(summary?.generalizationGap ?? .nan),
        ]
    }

    /// Symbols with weights in whole percent, for example `BTC/USDT 50 ETH/USDT 50`, or with what they are
    /// estimated by, such as `BTC/USDT ETH/USDT inverse-volatility:60:sample:window`.
    public static func portfolio(_ candidate: Candidate) -> String {
        if let estimate = candidate.weighting.estimate {
            return (candidate.symbols + [estimate.label]).joined(separator: " ")
        }
        return zip(candidate.symbols, candidate.weights)
            .map { "\($0) \(Format.fixed($1 * 100, decimals: 0))" }
            .joined(separator: " ")
    }

    /// A policy in a few characters, for example `hybrid 10% 30d 24h`.
    public static func rule(_ candidate: Candidate) -> String {
        let policy = candidate.policy
        var parts = [policy.method.rawValue]
        if policy.method.usesThreshold {
            let percent = Format.fixed(policy.threshold * 100, decimals: 1)
            parts.append((percent.hasSuffix(".0") ? String(percent.dropLast(2)) : percent) + "%")
        }
        let rule = policy.rule.used(by: policy.method)
        if policy.method.usesCalendar, rule.calendar == nil {
            parts.append("\(policy.calendarDays)d")
        }
        if rule != .standard { parts.append(rule.label) }
        if policy.method != .never { parts.append("min \(policy.minimumIntervalHours)h") }
        if policy.momentumVeto { parts.append("veto") }
        if let forecast = policy.forecast { parts.append(forecast.label) }
        return parts.joined(separator: " ")
    }

    /// What trading costs, for example "commission 0.100%, slippage 0.050% of every trade".
    public static func costs(_ costs: TradingCosts) -> String {
        func percent(_ value: Double) -> String { Format.percent(value, decimals: 3) }
        var text = "commission \(percent(costs.commission)), slippage \(percent(costs.slippage))"
        if costs.halfSpread > 0 { text += ", half spread \(percent(costs.halfSpread))" }
        text += " of every trade"
        if costs.minimumFee > 0 { text += ", commission at least \(costs.minimumFee)" }
        if costs.fixedFee > 0 { text += ", \(costs.fixedFee) for each" }
        if !costs.symbols.isEmpty {
            text += "; others for \(Format.counted(costs.symbols.count, "symbol"))"
        }
        if costs.cashRate != 0 { text += "; cash earns \(percent(costs.cashRate)) a year" }
        return text
    }

    /// A label of at most 34 characters; what is cut off is marked.
    public static func shortened(_ text: String) -> String {
        text.count <= 34 ? text : text.prefix(33) + "…"
    }
}
