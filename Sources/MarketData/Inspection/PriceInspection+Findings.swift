extension PriceInspection {
    /// What a person should know, errors first; within a severity in the order of ``InspectionFinding/Kind``.
    public var findings: [InspectionFinding] {
        let all =
            repairFindings + overlapFindings + timeFindings + coverageFindings
            + symbols.flatMap(Self.findings) + correlationFindings
        let kinds = InspectionFinding.Kind.allCases
        return all.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.severity != other.severity { return one.severity > other.severity }
            let places = (kinds.firstIndex(of: one.kind)!, kinds.firstIndex(of: other.kind)!)
            return (places.0, left.offset) < (places.1, right.offset)
        }.map(\.element)
    }

    /// The worst severity; nil if there is nothing to tell.
    public var worst: InspectionFinding.Severity? { findings.map(\.severity).max() }

    private var repairFindings: [InspectionFinding] {
        prices.repairs.map { repair in
            InspectionFinding(
                severity: repair.kind.isRefused
                    ? .error : repair.kind == .emptySymbol ? .warning : .note,
                kind: .repair,
                symbol: nil,
                text: "\(count(repair.count, repair.kind.rawValue)); the first: \(repair.example)"
            )
        }
    }

    private var overlapFindings: [InspectionFinding] {
        var findings: [InspectionFinding] = []
        if let first = prices.overlaps.firstDifference {
            findings.append(
                .init(
                    severity: .error,
                    kind: .overlap,
                    symbol: nil,
                    text:
                        "two files differ in \(count(prices.overlaps.different, "close")); the first: "
                        + "\(first)"
                )
            )
        }
        if prices.overlaps.equal > 0 {
            findings.append(
                .init(
                    severity: .error,
                    kind: .overlap,
                    symbol: nil,
                    text:
                        "two files have the same \(count(prices.overlaps.equal, "close")); merge them"
                )
            )
        }
        return findings
    }

    private var timeFindings: [InspectionFinding] {
        var findings: [InspectionFinding] = []
        let name = BarInterval(seconds: regularity.interval)
        if regularity.shorter > 0 {
            findings.append(
                .init(
                    severity: .warning,
                    kind: .irregular,
                    symbol: nil,
                    text:
                        "\(count(regularity.shorter, "bar")) less than \(name) after the one before: "
                        + "are files of different timeframes mixed?"
                )
            )
        }
        // Days of exchanges that close have bars at their own hours, and summer time moves them.
        if hasWeekendBars, regularity.shifted > 0 {
            findings.append(
                .init(
                    severity: .warning,
                    kind: .irregular,
                    symbol: nil,
                    text: "\(count(regularity.shifted, "bar")) not on the grid of \(name) that the "
                        + "others are on"
                )
            )
        }
        if let largest = gaps.largest.first {
            let share = Double(gaps.missingBars) / Double(barCount + gaps.missingBars)
            // Public holidays are 3 to 4 % of weekdays; markets that never close have none.
            let limit = hasWeekendBars ? 0.01 : 0.06
            findings.append(
                .init(
                    severity: share > limit ? .warning : .note,
                    kind: .gaps,
                    symbol: nil,
                    text:
                        "\(count(gaps.missingBars, "bar")) missing in \(count(gaps.gapCount, "gap")), "
                        + "the longest \(grouped(largest.missingBars)) from "
                        + UTCTime.format(largest.start)
                        + (hasWeekendBars ? "" : " (public holidays count, too)")
                )
            )
        }
        return findings
    }

    private var coverageFindings: [InspectionFinding] {
        var findings: [InspectionFinding] = []
        for coverage in symbols.map(\.coverage) {
            var parts: [String] = []
            if coverage.barsBefore > 0 {
                parts.append(
                    "starts \(count(coverage.barsBefore, "bar")) after the first, at "
                        + UTCTime.format(coverage.first)
                )
            }
            if coverage.barsAfter > 0 {
                parts.append(
                    "ends \(count(coverage.barsAfter, "bar")) before the last, at "
                        + UTCTime.format(coverage.last)
                )
            }
            if coverage.missingInside > 0 {
                parts.append(
                    "lacks \(count(coverage.missingInside, "bar")) in between that others have"
                )
            }
            if parts.isEmpty { continue }
            findings.append(
                .init(
                    severity: .note,
                    kind: .coverage,
                    symbol: coverage.symbol,
                    text: "\(coverage.symbol) \(parts.joined(separator: ", "))"
                )
            )
        }
        let left = common?.barCount ?? 0
        if 2 * left < barCount {
            findings.append(
                .init(
                    severity: .warning,
                    kind: .coverage,
                    symbol: nil,
                    text: "of \(count(barCount, "bar")) only \(grouped(left)) have all symbols"
                )
            )
        }
        return findings
    }

    private var correlationFindings: [InspectionFinding] {
        // A few returns correlate by chance, and two always do.
        guard let correlation, correlation.returns >= 20 else { return [] }
        return correlation.pairs(above: options.correlation).map { pair in
            // Prices of one thing under two names, as on two exchanges.
            let isSame = pair.correlation > 0.9999
            let rounded = (pair.correlation * 10_000).rounded() / 10_000
            return InspectionFinding(
                severity: isSame ? .warning : .note,
                kind: .correlation,
                symbol: nil,
                text: "\(pair.first) and \(pair.second) have a correlation of \(rounded)"
                    + (isSame ? ": is it the same series twice?" : "")
            )
        }
    }
}
