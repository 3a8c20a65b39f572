import Foundation
import MarketData
import Reporting

/// An inspection of price files, for the terminal.
enum InspectionLines {
    /// More symbols than this are counted, not listed.
    private static let mostRows = 40
    /// More findings of a severity and kind than this are counted, not listed.
    private static let mostFindings = 8

    static func lines(
        _ inspection: PriceInspection,
        _ room: OptimizeRoom?,
        source: String
    ) -> [String] {
        header(inspection, source) + [""] + symbols(inspection) + correlations(inspection) + [""]
            + optimize(inspection, room) + [""] + findings(inspection)
    }

    /// `2 errors and 1 warning`.
    static func counts(errors: Int, warnings: Int) -> String {
        [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
            .map { Format.counted($0.0, $0.1) }.joined(separator: " and ")
    }

    private static func header(_ inspection: PriceInspection, _ source: String) -> [String] {
        let regularity = inspection.regularity
        let spacings = regularity.regular + regularity.shorter + regularity.longer
        let layouts = Set(inspection.prices.files.map(\.layout.rawValue)).sorted()
        return [
            "data       \(source): \(Format.counted(inspection.barCount, "bar")) x"
                + " \(Format.counted(inspection.symbols.count, "symbol")),"
                + " \(layouts.joined(separator: " and ")),"
                + " \(Describe.time(inspection.first)) to \(Describe.time(inspection.last))",
            "interval   \(BarInterval(seconds: regularity.interval)),"
                + " \(inspection.hasWeekendBars ? "every day" : "weekdays"):"
                + " \(Format.count(regularity.regular)) of \(Format.counted(spacings, "spacing"))",
            "gaps       \(gaps(inspection))",
        ] + largestGaps(inspection) + [
            "complete   \(Format.counted(inspection.common?.barCount ?? 0, "bar")) with all symbols"
        ]
    }

    private static func gaps(_ inspection: PriceInspection) -> String {
        let gaps = inspection.gaps
        if gaps.gapCount == 0 { return "none" }
        return "\(Format.counted(gaps.missingBars, "missing bar")) in"
            + " \(Format.counted(gaps.gapCount, "gap"))"
    }

    /// The gaps with most bars; `--json` has twice as many.
    private static func largestGaps(_ inspection: PriceInspection) -> [String] {
        let gaps = inspection.gaps.largest.prefix(5).map {
            "\(Format.count($0.missingBars)) from \(Describe.time($0.start))"
        }
        return gaps.isEmpty ? [] : wrapped(gaps.joined(separator: ", "), bullet: "largest    ")
    }

    private static func symbols(_ inspection: PriceInspection) -> [String] {
        var table = TextTable([
            ("symbol", .left), ("first bar", .left), ("last bar", .left), ("bars", .right),
            ("first", .right), ("last", .right), ("lowest", .right), ("highest", .right),
            ("volatility", .right), ("largest move", .right), ("outliers", .right),
            ("spikes", .right), ("stale", .right), ("no volume", .right),
        ])
        for symbol in inspection.symbols.prefix(mostRows) {
            let prices = [
                symbol.firstClose, symbol.lastClose, symbol.minimum, symbol.maximum,
            ]
            table.add(
                [
                    Describe.shortened(symbol.coverage.symbol),
                    Describe.time(symbol.coverage.first), Describe.time(symbol.coverage.last),
                    Format.count(symbol.coverage.bars),
                ] + prices.map(Figures.short) + [
                    Format.percent(symbol.annualVolatility ?? .nan, decimals: 1),
                    symbol.largestMove.map { Figures.logReturn($0.logReturn) } ?? "n/a",
                    Format.count(symbol.outliers.count - symbol.spikes.count),
                    Format.count(symbol.spikes.count), Format.count(symbol.staleRuns.count),
                    symbol.zeroVolume.map { Format.count($0.zeroBars) } ?? "",
                ]
            )
        }
        let left = inspection.symbols.count - mostRows
        return table.lines(indent: 0)
            + (left > 0 ? ["and \(Format.counted(left, "more symbol")) (see --json)"] : [])
    }

    /// The pairs that move together most.
    private static func correlations(_ inspection: PriceInspection) -> [String] {
        guard let matrix = inspection.correlation else { return [] }
        let pairs = matrix.pairs(above: -2)
        guard let highest = pairs.first, let lowest = pairs.last else { return [] }
        func text(_ pair: CorrelationMatrix.Pair) -> String {
            "\(Format.fixed(pair.correlation, decimals: 2)) \(pair.first) and \(pair.second)"
        }
        let middle = Format.fixed(pairs[pairs.count / 2].correlation, decimals: 2)
        var line = "correlation  \(text(highest))"
        if pairs.count > 1 { line += " (highest), \(text(lowest)) (lowest), median \(middle)" }
        return ["", line]
    }

    /// What could be done with the prices.
    private static func optimize(_ inspection: PriceInspection, _ room: OptimizeRoom?) -> [String] {
        guard let room else {
            return wrapped(
                "nothing: no bar has all symbols; try --universe changing",
                bullet: "optimize   "
            )
        }
        var text: String
        if room.testWindows > 0 {
            text =
                "windows of \(room.windowDays) days: at most"
                + " --test-windows \(room.testWindows); "
        } else {
            text = "windows of \(room.windowDays) days: too little data; "
        }
        if let longest = room.longestWindowDays {
            text += "\(room.usualTestWindows) test windows: at most --window-days \(longest)"
        } else {
            text += "\(room.usualTestWindows) test windows: too little data"
        }
        let count = inspection.symbols.count
        let sets = room.assetSets.map { " (\(Format.counted($0, "asset set")) of 2 or more)" }
        return wrapped(
            text + "; \(Format.counted(count, "symbol"))\(count > 1 ? sets ?? "" : "")",
            bullet: "optimize   "
        )
    }

    private static func findings(_ inspection: PriceInspection) -> [String] {
        let findings = inspection.findings
        if findings.isEmpty { return ["findings   none"] }
        var lines: [String] = []
        for severity in InspectionFinding.Severity.allCases.reversed() {
            for kind in InspectionFinding.Kind.allCases {
                let own = findings.filter { $0.severity == severity && $0.kind == kind }
                for finding in own.prefix(mostFindings) {
                    lines += paragraph(finding.text, severity)
                }
                if own.count > mostFindings {
                    let left = Format.count(own.count - mostFindings)
                    lines += paragraph("and \(left) more of the same (see --json)", severity)
                }
            }
        }
        return lines
    }

    /// A finding, led by its severity in colour.
    private static func paragraph(
        _ text: String,
        _ severity: InspectionFinding.Severity
    ) -> [String] {
        let name = severity.rawValue + String(repeating: " ", count: 11 - severity.rawValue.count)
        var lines = wrapped(text, bullet: name)
        let tone: Style.Tone =
            switch severity {
            case .error: .red
            case .warning: .yellow
            case .note: .dim
            }
        lines[0] = Style.text(name, tone) + lines[0].dropFirst(name.count)
        return lines
    }
}

extension Figures {
    /// A log return as a change in per cent.
    static func logReturn(_ value: Double) -> String {
        Format.signedPercent(expm1(value), decimals: 1)
    }
}
