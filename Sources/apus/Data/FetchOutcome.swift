import MarketData
import PriceFeeds
import Reporting

/// What was fetched, for a person.
enum FetchOutcome {
    static func lines(_ result: FetchResult, output: String?, folder: String?) -> [String] {
        var rows = TextTable([("", .left), ("bars", .right), ("first", .left), ("last", .left)])
        for (series, report) in zip(result.series, result.reports) {
            guard let first = series.candles.first, let last = series.candles.last else { continue }
            rows.add([
                report.symbol, Format.count(report.bars), UTCTime.format(first.timestamp),
                UTCTime.format(last.timestamp),
            ])
        }
        var lines = rows.lines(indent: 0)
        for report in result.reports {
            if let gap = report.gaps.largest.first {
                lines.append(
                    "note    \(report.symbol): \(Format.counted(report.gaps.gapCount, "gap")),"
                        + " \(Format.counted(report.gaps.missingBars, "bar")) missing, the most"
                        + " \(Format.count(gap.missingBars)) from \(UTCTime.format(gap.start)) on"
                )
            }
            if report.droppedBars > 0 {
                lines.append(
                    "note    \(report.symbol): dropped"
                        + " \(Format.counted(report.droppedBars, "bar")) without proper prices"
                )
            }
            if report.repeatedBars > 0 {
                lines.append(
                    "note    \(report.symbol): \(Format.counted(report.repeatedBars, "bar")) came"
                        + " twice; the later one counts"
                )
            }
        }
        lines += result.notes.map { "note    \($0)" }
        lines.append("asked   \(Format.counted(result.requestCount, "request"))")
        if let output, output != "-" { lines.append("wrote   \(output)") }
        if let folder {
            lines.append("wrote   \(Format.counted(result.series.count, "file")) to \(folder)")
        }
        return lines
    }
}
