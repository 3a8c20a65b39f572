extension PriceInspection {
    /// What there is to tell about one symbol.
    static func findings(_ symbol: SymbolInspection) -> [InspectionFinding] {
        let name = symbol.coverage.symbol
        return returnFindings(symbol, name) + staleFindings(symbol, name)
            + candleFindings(symbol, name)
    }

    private static func returnFindings(
        _ symbol: SymbolInspection,
        _ name: String
    ) -> [InspectionFinding] {
        var findings: [InspectionFinding] = []
        func add(
            _ severity: InspectionFinding.Severity,
            _ kind: InspectionFinding.Kind,
            _ outliers: [Outlier],
            _ what: String
        ) {
            let largest = outliers.max { $0.deviations < $1.deviations }
            guard let largest else { return }
            let deviations = Int(largest.deviations.rounded())
            findings.append(
                .init(
                    severity: severity,
                    kind: kind,
                    symbol: name,
                    text: "\(name) has \(count(outliers.count, what)), the largest "
                        + "\(percent(largest.logReturn)) at \(UTCTime.format(largest.timestamp)), "
                        + "\(grouped(deviations)) robust standard deviations"
                )
            )
        }
        add(.warning, .spikes, symbol.spikes, "spike")
        add(.note, .outliers, symbol.outliers.filter { !$0.isSpike }, "outlier")
        return findings
    }

    private static func staleFindings(
        _ symbol: SymbolInspection,
        _ name: String
    ) -> [InspectionFinding] {
        guard let longest = symbol.staleRuns.first else { return [] }
        return [
            .init(
                severity: .warning,
                kind: .stale,
                symbol: name,
                text: "\(name) has \(count(symbol.staleRuns.count, "stale run")), the longest "
                    + "\(count(longest.bars, "bar")) of \(longest.close) from "
                    + UTCTime.format(longest.start)
            )
        ]
    }

    private static func candleFindings(
        _ symbol: SymbolInspection,
        _ name: String
    ) -> [InspectionFinding] {
        var findings: [InspectionFinding] = []
        if let volume = symbol.zeroVolume, let start = volume.longestRunStart {
            // An empty bar in a hundred is a quiet market; more of them are none.
            let isRare = volume.zeroBars * 100 <= volume.bars
            findings.append(
                .init(
                    severity: isRare ? .note : .warning,
                    kind: .volume,
                    symbol: name,
                    text: "\(name) has \(count(volume.zeroBars, "bar")) of \(grouped(volume.bars)) "
                        + "without volume, at most \(grouped(volume.longestRun)) in a row, from "
                        + UTCTime.format(start)
                )
            )
        }
        if let candles = symbol.candles, let first = candles.first {
            findings.append(
                .init(
                    severity: .warning,
                    kind: .candles,
                    symbol: name,
                    text: "\(name) has \(count(candles.lowHighs, "high")) below and "
                        + "\(count(candles.highLows, "low")) above the open or close, the first at "
                        + UTCTime.format(first)
                )
            )
        }
        return findings
    }

    /// A log return as a change in per cent with a sign: `+12.3 %`.
    private static func percent(_ logReturn: Double) -> String {
        let tenths = ((exponential(logReturn) - 1) * 1000).rounded()
        let text = "\(tenths / 10)"
        return (tenths > 0 ? "+" : "") + (text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
            + " %"
    }
}
