extension TradingRule {
    /// The rule in a few words, for example "relative, half-way, month-end"; empty for the standard one.
    public var label: String {
        var parts: [String] = []
        if band != .absolute { parts.append(band.rawValue) }
        for (symbol, value) in sortedBands { parts.append("\(symbol) \(value)") }
        if destination != .target { parts.append(destination.rawValue) }
        if scope != .all { parts.append(scope.rawValue) }
        if let calendar { parts.append(calendar.rawValue) }
        if let volatilityTarget {
            parts.append("volatility \(volatilityTarget.level)/\(volatilityTarget.lookback)")
        }
        if minimumTrade > 0 { parts.append("min trade \(minimumTrade)") }
        if minimumTradeShare > 0 { parts.append("min trade share \(minimumTradeShare)") }
        return parts.joined(separator: ", ")
    }

    /// The thresholds of single symbols by name.
    public var sortedBands: [(symbol: String, threshold: Double)] {
        bands.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What it adds to a policy's phrase, beginning with a comma; empty for the standard rule.
    var phrase: String {
        func percent(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e4) %" }
        var text = ""
        if band == .relative { text += ", relative to the target" }
        for (symbol, value) in sortedBands { text += ", \(percent(value)) for \(symbol)" }
        switch destination {
        case .target: break
        case .halfWay: text += ", half-way to the targets"
        case .bandEdge: text += ", to the edges of the bands"
        }
        if scope == .drifted { text += ", what has drifted first" }
        if let volatilityTarget {
            text += ", held to \(percent(volatilityTarget.level)) volatility over"
            text += " \(volatilityTarget.lookback) bars"
        }
        if minimumTrade > 0 { text += ", no trade below \(minimumTrade)" }
        if minimumTradeShare > 0 { text += ", no trade below \(percent(minimumTradeShare))" }
        return text
    }
}

extension CalendarPeriod {
    /// When it trades, for example "at the first bar of a month".
    var phrase: String {
        switch self {
        case .month: "at the first bar of a month"
        case .quarter: "at the first bar of a quarter"
        case .year: "at the first bar of a year"
        }
    }
}
