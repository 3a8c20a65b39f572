package import Backtesting
import MarketData

/// Reads what configurations say about trading rules and the calendar.
package enum RuleSection {
    /// The keys of a rule.
    package static let keys = [
        "band", "bands", "trade_to", "trade", "calendar", "volatility_target",
        "volatility_lookback", "min_trade", "min_trade_share",
    ]

    /// Every combination of the listed settings; the band varies slowest, the least trade fastest.
    static func rules(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> [TradingRule] {
        let bands = try self.bands(section)
        var rules: [TradingRule] = []
        for band in try choices(section, "band", [TradingRule.Band.absolute]) {
            for destination in try choices(section, "trade_to", [TradingRule.Destination.target]) {
                for scope in try choices(section, "trade", [TradingRule.Scope.all]) {
                    for target in try volatilityTargets(section) {
                        for least in try section.doubles("min_trade") ?? [0] {
                            for share in try section.doubles("min_trade_share") ?? [0] {
                                do {
                                    rules.append(
                                        try TradingRule(
                                            band: band,
                                            bands: bands,
                                            destination: destination,
                                            scope: scope,
                                            volatilityTarget: target,
                                            minimumTrade: least,
                                            minimumTradeShare: share
                                        )
                                    )
                                } catch {
                                    throw section.problem(error.description)
                                }
                            }
                        }
                    }
                }
            }
        }
        return rules
    }

    /// The rule of a strategy's own section, which has one value of each setting.
    package static func rule(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> TradingRule {
        let rules = try rules(section)
        let (days, periods) = try calendar(section)
        guard rules.count == 1, days.count + periods.count <= 1 else {
            throw section.problem("a strategy has one value of each setting, not a list")
        }
        return rules[0].with(calendar: periods.first)
    }

    /// The calendar's values: numbers of days, weeks as days, and periods.
    package static func calendar(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> (days: [Int], periods: [CalendarPeriod]) {
        var (days, periods) = ([Int](), [CalendarPeriod]())
        for text in try section.strings("calendar") ?? [] {
            let unit = ["d": 1, "w": 7][text.suffix(1)]
            if let period = CalendarPeriod(rawValue: text) {
                periods.append(period)
            } else if let unit, let count = Int(text.dropLast()), 1...100_000 ~= count {
                days.append(count * unit)
            } else {
                let known = CalendarPeriod.allCases.map(\.rawValue)
                let hint = Nearest.match(text, among: known).map { "did you mean '\($0)'?" }
                throw section.problem(
                    "unknown calendar '\(text)'; "
                        + (hint ?? "use 30d, 2w or one of \(known.joined(separator: ", "))"),
                    at: "calendar"
                )
            }
        }
        return (days, periods)
    }

    private static func bands(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> [String: Double] {
        var bands: [String: Double] = [:]
        guard let table = try section.section("bands") else { return bands }
        for symbol in table.keys { bands[symbol] = try table.double(symbol) }
        return bands
    }

    private static func volatilityTargets(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> [VolatilityTarget?] {
        let texts = try section.strings("volatility_target") ?? ["none"]
        if section.contains("volatility_lookback"), texts.allSatisfy({ $0 == "none" }) {
            throw section.problem(
                "'volatility_lookback' needs 'volatility_target'",
                at: "volatility_lookback"
            )
        }
        let lookbacks =
            try section.integers("volatility_lookback") ?? [VolatilityTarget.usualLookback]
        var targets: [VolatilityTarget?] = []
        for text in texts {
            guard text != "none" else {
                targets.append(nil)
                continue
            }
            guard let level = Double(text) else {
                throw section.problem(
                    "'volatility_target' must be none or numbers such as 0.3, not '\(text)'",
                    at: "volatility_target"
                )
            }
            for lookback in lookbacks {
                do {
                    targets.append(try VolatilityTarget(level: level, lookback: lookback))
                } catch {
                    throw section.problem(error.description, at: "volatility_target")
                }
            }
        }
        return targets
    }

    private static func choices<Choice: RawRepresentable & CaseIterable>(
        _ section: ConfigurationSection,
        _ key: String,
        _ usual: [Choice]
    ) throws(ConfigurationError) -> [Choice] where Choice.RawValue == String {
        guard let names = try section.strings(key) else { return usual }
        var choices: [Choice] = []
        for name in names {
            guard let choice = Choice(rawValue: name) else {
                let known = Choice.allCases.map(\.rawValue)
                let hint = Nearest.match(name, among: known).map { "did you mean '\($0)'?" }
                throw section.problem(
                    "unknown \(key) '\(name)';"
                        + " \(hint ?? "use one of \(known.joined(separator: ", "))")",
                    at: key
                )
            }
            choices.append(choice)
        }
        return choices
    }
}
