import Forecasting
import Reporting

extension ComparisonTable {
    /// How each model's error goes from window to window, on one scale for all; in the table's order.
    var windowLines: [String] {
        let errors = result.models.map { model in
            model.windows.map { (try? $0.get())?.meanSquaredError ?? .nan }
        }
        let all = errors.joined().filter(\.isFinite)
        let range = all.min().flatMap { least in all.max().map { least...$0 } }
        var table = SparklineTable(
            "MSE by window",
            figures: ["first", "last", "least", "most"],
            line: "window by window, one scale"
        )
        for model in order {
            let finite = errors[model].filter(\.isFinite)
            let figures = [
                errors[model].first, errors[model].last, finite.min(), finite.max(),
            ]
            table.add(
                result.models[model].name,
                figures.map { Self.number($0 ?? .nan) },
                Sparkline.text(errors[model], range: range)
            )
        }
        return table.lines(indent: 0)
    }
}
