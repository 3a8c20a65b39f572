import Optimization
import Reporting

/// How the money of a study went in its test windows, laid end to end.
enum EquityLines {
    static func lines(_ result: OptimizationResult, _ selection: Selection) -> [String] {
        let record = selection.walkForward
        var table = SparklineTable(
            "equity",
            figures: ["start", "end"],
            line: "over the test windows"
        )
        for (name, equity) in [
            ("record", record.equity), ("buy & hold", record.buyAndHoldEquity),
            ("median candidate", selection.median.equity),
        ] {
            table.add(
                name,
                [result.optimizer.settings.capital, equity.last ?? .nan].map(Figures.short),
                Sparkline.text(equity)
            )
        }
        return table.lines()
    }
}
