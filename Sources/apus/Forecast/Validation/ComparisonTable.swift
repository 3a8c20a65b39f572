import Forecasting
import Reporting

/// How models compare, as a table for people and as CSV.
struct ComparisonTable {
    let result: ComparisonResult
    let baseline: Int
    let levels: LevelsArgument

    /// Its errors over those of the baseline in the same windows, and so on.
    func relative(_ model: Int, _ value: (ScoreSums) -> Double) -> Double {
        let scores = result.models[model]
        return value(scores.total) / value(scores.total(of: result.models[baseline]))
    }

    private static let measures: [(name: String, value: @Sendable (ScoreSums) -> Double)] = [
        ("mse", { $0.meanSquaredError }), ("mae", { $0.meanAbsoluteError }),
        ("rmse", { $0.rootMeanSquaredError }),
        ("smape", { $0.symmetricMeanAbsolutePercentageError }),
        ("mase", { $0.meanAbsoluteScaledError }), ("quantile_loss", { $0.quantileLoss }),
    ]

    /// Lines for a terminal, from the lowest MSE to the highest, with the time each model took or without.
    func lines(withSeconds: Bool) -> [String] {
        var columns: [(String, TextTable.Alignment)] = [
            ("model", .left), ("MSE", .right), ("MAE", .right), ("RMSE", .right),
            ("sMAPE", .right), ("MASE", .right), ("q loss", .right),
        ]
        for level in levels.names {
            columns += [("in \(level) %", .right), ("width", .right)]
        }
        columns += [("MSE/base", .right), ("MAE/base", .right), ("windows", .right)]
        if withSeconds { columns.append(("time", .right)) }
        var table = TextTable(columns)
        let totals = result.models.map(\.total)
        for model in order {
            let (scores, total) = (result.models[model], totals[model])
            var cells = [scores.name] + Self.measures.map { Self.number($0.value(total)) }
            for level in levels.levels.indices {
                let interval = total.intervals.isEmpty ? nil : total.intervals[level]
                cells.append(Format.percent(interval?.coverage ?? .nan, decimals: 1))
                cells.append(Self.number(interval?.meanWidth ?? .nan))
            }
            cells.append(Format.fixed(relative(model) { $0.meanSquaredError }, decimals: 3))
            cells.append(Format.fixed(relative(model) { $0.meanAbsoluteError }, decimals: 3))
            let all = result.plan.windows.count
            cells.append(
                scores.windowCount == all
                    ? Format.count(all) : "\(Format.count(scores.windowCount))/\(Format.count(all))"
            )
            if withSeconds { cells.append(Format.seconds(scores.seconds)) }
            table.add(cells)
        }
        return table.lines(indent: 0)
    }

    /// The models' places from the lowest MSE to the highest; those without one at the end.
    var order: [Int] {
        let errors = result.models.map(\.total.meanSquaredError)
        return errors.indices.sorted { a, b in
            let (x, y) = (errors[a], errors[b])
            return x.isNaN || y.isNaN
                ? (y.isNaN && !x.isNaN) || (x.isNaN == y.isNaN && a < b)
                : (x, a) < (y, b)
        }
    }

    /// Why windows have no forecast; a line for each model where some have none.
    var failureLines: [String] {
        result.models.flatMap { model -> [String] in
            guard let first = model.failures.first else { return [] }
            return wrapped(
                "\(model.name) failed in \(Format.count(model.failures.count)) of"
                    + " \(Format.counted(result.plan.windows.count, "window")); the first is window"
                    + " \(first.window + 1): \(first.error)",
                bullet: "note        "
            )
        }
    }

    /// One row a model, in the order given; without times, which differ from run to run.
    var csv: [UInt8] {
        var columns = ["model"] + Self.measures.map(\.name)
        for level in levels.names { columns += ["coverage_\(level)", "width_\(level)"] }
        columns += Self.measures.map { "relative_\($0.name)" }
        columns += ["windows", "failed_windows", "error"]
        var text = columns.joined(separator: ",") + "\n"
        for (place, model) in result.models.enumerated() {
            let total = model.total
            var cells = [model.name] + Self.measures.map { ForecastRows.text($0.value(total)) }
            for level in levels.levels.indices {
                let interval = total.intervals.isEmpty ? nil : total.intervals[level]
                cells.append(ForecastRows.text(interval?.coverage ?? .nan))
                cells.append(ForecastRows.text(interval?.meanWidth ?? .nan))
            }
            cells += Self.measures.map { ForecastRows.text(relative(place, $0.value)) }
            cells += ["\(model.windowCount)", "\(model.failures.count)"]
            cells.append(ForecastRows.quoted(model.failures.first.map { "\($0.error)" } ?? ""))
            text += cells.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }

    /// Four digits that tell something.
    static func number(_ value: Double) -> String { Format.significant(value) }
}
