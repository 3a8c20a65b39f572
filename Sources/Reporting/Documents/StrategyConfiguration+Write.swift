import Backtesting
import MarketData
public import Optimization
import Validation
internal import Yams

extension StrategyConfiguration {
    /// The file of a study's winner, ready to be run again by `apus backtest --config`.
    ///
    /// - Parameters:
    ///   - result: A complete study, whose best candidate this configuration is.
    ///   - version: The program's version.
    public func yaml(of result: OptimizationResult, version: String) -> String {
        let table = result.optimizer.table
        let settings = result.optimizer.settings
        let text = Self.serialize(
            [
                (
                    "run",
                    [
                        ("name", name.node), ("kind", "backtest".node),
                        ("objective", settings.objective.name.node),
                        ("seed", Node("\(seed)")),
                    ].node
                ),
                (
                    "data",
                    (dataEntries + [
                        ("bars", Node("\(table.barCount)")),
                        ("first_bar", UTCTime.format(table.timestamps[0]).node),
                        ("last_bar", UTCTime.format(table.timestamps[table.barCount - 1]).node),
                        ("digest", Digest(of: table).description.node),
                    ]).node
                ),
            ] + strategyEntries + [
                ("optimization_metadata", metadata(result, version: version).node)
            ]
        )
        return """
            # The best candidate of a \(settings.splits.phrase) optimisation, chosen on its test windows.
            # Run it again: apus backtest --config optimized_config.yaml

            """ + text
    }

    /// The configuration alone, as YAML.
    public func yaml() -> String {
        Self.serialize(
            [
                ("run", [("name", name.node), ("seed", Node("\(seed)"))].node),
                ("data", dataEntries.node),
            ] + strategyEntries
        )
    }

    private var dataEntries: [(String, Node)] {
        var entries: [(String, Node)] = []
        switch source {
        case .files(let paths): entries.append(("prices", Node(paths.map(\.node))))
        case .dataset(let name): entries.append(("dataset", name.node))
        case nil: break
        }
        entries.append(("timeframe", Node(timeframe?.description ?? "auto")))
        switch fill {
        case .none: entries.append(("fill", "none".node))
        case .forward(let maxGap):
            entries += [("fill", "forward".node), ("max_gap", Node("\(maxGap)"))]
        }
        if universe != .common { entries.append(("universe", universe.rawValue.node)) }
        entries.append(("periods_per_year", Node(barsPerYear.map { "\($0)" } ?? "auto")))
        if let dividends { entries.append(("dividends", dividends.node)) }
        if let funding { entries.append(("funding", funding.node)) }
        return entries
    }

    private var strategyEntries: [(String, Node)] {
        let assets: [Node]
        var estimate: [(String, Node)] = []
        switch allocation.weighting {
        case .fixed(let weights):
            assets = zip(allocation.symbols, weights).map { symbol, weight in
                [("symbol", symbol.node), ("weight", weight.node)].node
            }
        case .estimated(let weights):
            assets = allocation.symbols.map { [("symbol", $0.node)].node }
            estimate = [("weights", Self.entries(of: weights).node)]
        }
        return [
            (
                "portfolio",
                ([("assets", Node(assets))] + estimate + [
                    (
                        "rebalancing",
                        ([
                            ("method", policy.method.rawValue.node),
                            ("threshold", policy.threshold.node),
                            ("calendar_days", Node("\(policy.calendarDays)")),
                            ("min_interval_hours", Node("\(policy.minimumIntervalHours)")),
                            ("momentum_filter", Node("\(policy.momentumVeto)")),
                        ] + ruleEntries + forecastEntries).node
                    )
                ]).node
            ),
            ("capital", [("initial", capital.node)].node),
            ("costs", costEntries.node),
        ]
    }

    private static func entries(of weights: EstimatedWeights) -> [(String, Node)] {
        func entries(_ range: WeightRange) -> [(String, Node)] {
            (range.least > 0 ? [("least", range.least.node)] : [])
                + (range.largest < 1 ? [("most", range.largest.node)] : [])
        }
        let limits = weights.estimator.limits
        let exceptions = limits.exceptions.sorted { $0.key < $1.key }.map {
            ($0.key, [("least", $0.value.least.node), ("most", $0.value.largest.node)].node)
        }
        return [("estimate", weights.label.node)] + entries(limits.usual)
            + (exceptions.isEmpty ? [] : [("limits", exceptions.node)])
    }

    /// What is not as in the standard rule.
    private var ruleEntries: [(String, Node)] {
        let rule = policy.rule
        var entries: [(String, Node)] = []
        if rule.band != .absolute { entries.append(("band", rule.band.rawValue.node)) }
        if !rule.bands.isEmpty {
            let bands = rule.sortedBands.map { ($0.symbol, $0.threshold.node) }
            entries.append(("bands", bands.node))
        }
        if rule.destination != .target {
            entries.append(("trade_to", rule.destination.rawValue.node))
        }
        if rule.scope != .all { entries.append(("trade", rule.scope.rawValue.node)) }
        if let calendar = rule.calendar { entries.append(("calendar", calendar.rawValue.node)) }
        if let target = rule.volatilityTarget {
            entries += [
                ("volatility_target", target.level.node),
                ("volatility_lookback", Node("\(target.lookback)")),
            ]
        }
        if rule.minimumTrade > 0 { entries.append(("min_trade", rule.minimumTrade.node)) }
        if rule.minimumTradeShare > 0 {
            entries.append(("min_trade_share", rule.minimumTradeShare.node))
        }
        return entries
    }

    private var costEntries: [(String, Node)] {
        var entries = [
            ("commission", costs.commission.node), ("slippage", costs.slippage.node),
        ]
        let others = [
            ("half_spread", costs.halfSpread), ("fixed_fee", costs.fixedFee),
            ("minimum_fee", costs.minimumFee), ("cash_rate", costs.cashRate),
        ]
        for (name, value) in others where value != 0 { entries.append((name, value.node)) }
        guard !costs.symbols.isEmpty else { return entries }
        let symbols = costs.sortedSymbols.map { symbol, own in
            let values = [
                ("commission", own.commission), ("slippage", own.slippage),
                ("half_spread", own.halfSpread),
            ]
            return (symbol, values.compactMap { name, value in value.map { (name, $0.node) } }.node)
        }
        entries.append(("symbols", symbols.node))
        return entries
    }

    private var forecastEntries: [(String, Node)] {
        guard let use = policy.forecast, let forecast else { return [] }
        let model = forecast.model
        var entries: [(String, Node)] = [("policy", use.rule.name.node)]
        switch use.rule {
        case .tilt(let strength, let cap):
            entries += [("tilt", strength.node), ("cap", cap.node)]
        case .topK(let k): entries.append(("k", Node("\(k)")))
        case .veto(let rise): entries.append(("rise", rise.node))
        }
        entries += [
            ("delay", Node("\(use.delay)")), ("model", model.name.node),
            ("input", Node("\(model.inputLength)")), ("horizon", Node("\(model.horizon)")),
            ("refit", Node("\(model.refitBars)")), ("warmup", Node("\(model.warmupBars)")),
        ]
        if !model.settings.isEmpty {
            let settings = model.settings.sorted { $0.key < $1.key }
            entries.append(("settings", settings.map { ($0.key, $0.value.node) }.node))
        }
        entries += [
            ("symbols", Node(forecast.symbols.map(\.node))),
            ("fit_from", UTCTime.format(forecast.fitFrom).node),
        ]
        return [("forecast", entries.node)]
    }

    private func metadata(
        _ result: OptimizationResult,
        version: String
    ) -> [(String, Node)] {
        let optimizer = result.optimizer
        var entries: [(String, Node)] = [
            ("config_id", Node("\(result.best.id)")),
            ("selected_by", "mean test \(optimizer.settings.objective.name)".node),
            ("engine_version", version.node),
            ("search_space", optimizer.space.name.node),
            ("candidates", Node("\(optimizer.space.count)")),
            ("distinct_candidates", Node("\(optimizer.distinctCount)")),
        ]
        if let search = result.search {
            entries += [
                ("search", search.settings.method.rawValue.node),
                ("evaluated_candidates", Node("\(search.evaluatedCount)")),
            ]
        }
        entries += Self.splitEntries(optimizer)
        if let summary = result.summary(ofID: result.best.id) {
            entries += [
                ("test_outperformance", summary.testOutperformance.node),
                ("test_return", summary.testReturn.node),
                ("test_sharpe", summary.testSharpe.node),
                ("test_drawdown", summary.testDrawdown.node),
                ("test_win_rate", summary.testWinRate.node),
                ("train_outperformance", summary.trainOutperformance.node),
                ("generalization_gap", summary.generalizationGap.node),
            ]
        }
        if let record = result.selection?.walkForward {
            entries.append(
                (
                    "\(optimizer.settings.splits.key)_record",
                    [
                        ("total_return", record.metrics.totalReturn.node),
                        ("outperformance", record.outperformance.node),
                        ("sharpe_ratio", record.metrics.sharpeRatio.node),
                        ("max_drawdown", record.metrics.maxDrawdown.node),
                    ].node
                )
            )
        }
        return entries + Self.rangeEntries(optimizer)
    }

    private static func splitEntries(_ optimizer: Optimizer) -> [(String, Node)] {
        let (purge, embargo): (Int, Int)
        var entries: [(String, Node)]
        switch optimizer.settings.splits {
        case .walkForward(let scheme):
            entries = [
                ("window_days", Node("\(scheme.windowDays)")),
                ("test_windows", Node("\(optimizer.plan.testWindows)")),
            ]
            (purge, embargo) = (scheme.purgeBars, scheme.embargoBars)
        case .purgedKFold(let scheme):
            entries = [("split_scheme", "k_fold".node), ("folds", Node("\(scheme.folds)"))]
            (purge, embargo) = (scheme.purgeBars, scheme.embargoBars)
        case .combinatorialPurged(let scheme):
            entries = [
                ("split_scheme", "combinatorial".node), ("groups", Node("\(scheme.groups)")),
                ("test_groups", Node("\(scheme.testGroups)")),
                ("paths", Node("\(optimizer.plan.paths.count)")),
            ]
            (purge, embargo) = (scheme.purgeBars, scheme.embargoBars)
        }
        return entries + [
            ("purge_bars", Node("\(purge)")), ("embargo_bars", Node("\(embargo)")),
        ]
    }

    /// The ranges of walk-forward splits. Of the other schemes what is tested says everything.
    private static func rangeEntries(_ optimizer: Optimizer) -> [(String, Node)] {
        let (table, plan) = (optimizer.table, optimizer.plan)
        if optimizer.settings.splits.trainsOnLaterBars {
            let windows = plan.splits.testWindows.map { range($0, in: table).node }
            return [("test_ranges", Node(windows))]
        }
        let splits = plan.splits.map { split in
            [
                ("train", range(split.train, in: table).node),
                ("test", range(split.test, in: table).node),
            ].node
        }
        return [("splits", Node(splits))]
    }

    /// A range of bars as half-open times, in the form that `--from` and `--to` take.
    private static func range(_ bars: Range<Int>, in table: PriceTable) -> [(String, Node)] {
        [
            ("from", UTCTime.format(table.timestamps[bars.lowerBound]).node),
            ("to", UTCTime.format(table.endTime(of: bars)).node),
        ]
    }

    private static func serialize(_ entries: [(String, Node)]) -> String {
        do {
            return try Yams.serialize(node: entries.node, width: -1, allowUnicode: true)
        } catch {
            preconditionFailure("a tree of plain scalars can always be written: \(error)")
        }
    }
}

extension String {
    /// A scalar that reads back as this very text, quoted where plain text would read otherwise.
    fileprivate var node: Node {
        let isMistakable = Node(self).tag != Tag(.str)
        return Node(self, Tag(.str), isMistakable ? .singleQuoted : .any)
    }
}

extension Double {
    fileprivate var node: Node { Node("\(self)") }
}

extension [(String, Node)] {
    fileprivate var node: Node {
        Node(map { ($0.0.node, $0.1) })
    }
}
