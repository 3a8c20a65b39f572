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
                        ("objective", settings.objective.rawValue.node),
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
            # The best candidate of a walk-forward optimisation, chosen on its test windows.
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
        entries.append(("periods_per_year", Node(barsPerYear.map { "\($0)" } ?? "auto")))
        return entries
    }

    private var strategyEntries: [(String, Node)] {
        let assets = zip(allocation.symbols, allocation.weights).map { symbol, weight in
            [("symbol", symbol.node), ("weight", weight.node)].node
        }
        return [
            (
                "portfolio",
                [
                    ("assets", Node(assets)),
                    (
                        "rebalancing",
                        [
                            ("method", policy.method.rawValue.node),
                            ("threshold", policy.threshold.node),
                            ("calendar_days", Node("\(policy.calendarDays)")),
                            ("min_interval_hours", Node("\(policy.minimumIntervalHours)")),
                            ("momentum_filter", Node("\(policy.momentumVeto)")),
                        ].node
                    ),
                ].node
            ),
            ("capital", [("initial", capital.node)].node),
            (
                "costs",
                [
                    ("commission", costs.commission.node), ("slippage", costs.slippage.node),
                ].node
            ),
        ]
    }

    private func metadata(
        _ result: OptimizationResult,
        version: String
    ) -> [(String, Node)] {
        let optimizer = result.optimizer
        let forward = optimizer.settings.walkForward
        var entries: [(String, Node)] = [
            ("config_id", Node("\(result.best.id)")),
            ("selected_by", "mean test \(optimizer.settings.objective.rawValue)".node),
            ("engine_version", version.node),
            ("search_space", optimizer.space.name.node),
            ("candidates", Node("\(optimizer.space.count)")),
            ("distinct_candidates", Node("\(optimizer.distinctCount)")),
            ("window_days", Node("\(forward.windowDays)")),
            ("test_windows", Node("\(optimizer.plan.testWindows)")),
            ("purge_bars", Node("\(forward.purgeBars)")),
            ("embargo_bars", Node("\(forward.embargoBars)")),
        ]
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
                    "walk_forward_record",
                    [
                        ("total_return", record.metrics.totalReturn.node),
                        ("outperformance", record.outperformance.node),
                        ("sharpe_ratio", record.metrics.sharpeRatio.node),
                        ("max_drawdown", record.metrics.maxDrawdown.node),
                    ].node
                )
            )
        }
        let table = optimizer.table
        let splits = optimizer.plan.splits.map { split in
            [
                ("train", Self.range(split.train, in: table).node),
                ("test", Self.range(split.test, in: table).node),
            ].node
        }
        entries.append(("splits", Node(splits)))
        return entries
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
        Node(map { (Node($0.0), $0.1) })
    }
}
