import Forecasting

extension ForecastPage {
    /// A model in each row, the best first.
    var rows: [[String: Any]] {
        let all = result.plan.windows.count
        return order.enumerated().map { place, model in
            let scores = result.models[model]
            let total = scores.total
            func cell(_ value: Double, _ text: String) -> [String: Any] {
                ["value": value.isFinite ? "\(value)" : "", "text": text]
            }
            func figure(_ value: Double) -> [String: Any] { cell(value, Format.significant(value)) }
            let advantage = advantage(model)
            var cells = [
                figure(total.meanSquaredError), figure(total.meanAbsoluteError),
                figure(total.rootMeanSquaredError),
                figure(total.symmetricMeanAbsolutePercentageError),
                figure(total.meanAbsoluteScaledError),
            ]
            for level in subject.levels.indices {
                let interval = total.intervals.isEmpty ? nil : total.intervals[level]
                let coverage = interval?.coverage ?? .nan
                cells.append(cell(coverage, Format.percent(coverage, decimals: 1)))
                cells.append(figure(interval?.meanWidth ?? .nan))
            }
            let ratio = relative(model) { $0.meanSquaredError }
            cells.append(cell(ratio, Format.fixed(ratio, decimals: 3)))
            cells.append(
                cell(
                    advantage?.upper ?? .nan,
                    advantage.map {
                        "\(Format.fixed($0.lower, decimals: 3)) to \(Format.fixed($0.upper, decimals: 3))"
                    } ?? ""
                )
            )
            cells.append(
                cell(
                    Double(scores.windowCount),
                    scores.windowCount == all
                        ? Format.count(all)
                        : "\(Format.count(scores.windowCount)) of \(Format.count(all))"
                )
            )
            return [
                "rank": place + 1, "name": scores.name, "cells": cells,
                "isBaseline": model == subject.baseline,
            ]
        }
    }
}
