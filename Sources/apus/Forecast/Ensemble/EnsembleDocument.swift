import Forecasting
import Reporting

/// What an ensemble gives: lines, CSV and JSON.
struct EnsembleDocument {
    let result: EnsembleResult

    /// Members in their order and the ensemble behind them.
    private var all: [EnsembleResult.Member] { result.members + [result.ensemble] }

    var lines: [String] {
        var table = TextTable([
            ("model", .left), ("weight", .right), ("MSE", .right), ("MAE", .right),
            ("RMSE", .right), ("sMAPE", .right), ("MASE", .right),
        ])
        for (place, member) in all.enumerated() {
            let weight = place < result.members.count ? result.weights?[place] : nil
            let scores = member.scores
            let values = [
                scores.meanSquaredError, scores.meanAbsoluteError, scores.rootMeanSquaredError,
                scores.symmetricMeanAbsolutePercentageError, scores.meanAbsoluteScaledError,
            ]
            table.add(
                [member.name, weight.map { Format.fixed($0, decimals: 4) } ?? ""]
                    + values.map(ComparisonTable.number)
            )
        }
        return table.lines(indent: 0)
    }

    var failureLines: [String] {
        result.failures.flatMap {
            wrapped("\($0.name) is left out: \($0.error)", bullet: "note        ")
        }
    }

    var csv: [UInt8] {
        var text = "model,weight,mse,mae,rmse,smape,mase\n"
        for (place, member) in all.enumerated() {
            let weight = place < result.members.count ? result.weights?[place] : nil
            let scores = member.scores
            let values = [
                scores.meanSquaredError, scores.meanAbsoluteError, scores.rootMeanSquaredError,
                scores.symmetricMeanAbsolutePercentageError, scores.meanAbsoluteScaledError,
            ]
            let cells =
                [ForecastRows.quoted(member.name), weight.map(ForecastRows.text) ?? ""]
                + values.map(ForecastRows.text)
            text += cells.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }

    /// Forecasts of the members and the ensemble for the test windows.
    func forecasts(_ table: SeriesTable) -> [UInt8] {
        let rows = ForecastRows(table, levels: [])
        return all.reduce(into: rows.header) { bytes, member in
            bytes += rows.rows(
                ForecastRows.quoted(member.name),
                windows: Array(result.test.indices),
                member.forecasts
            )
        }
    }

    struct Member: Encodable {
        let name: String
        let weight: Double?
        let mse: Double?
        let mae: Double?
        let rmse: Double?
        let smape: Double?
        let mase: Double?
    }

    var members: [Member] {
        all.enumerated().map { place, member in
            let scores = member.scores
            return Member(
                name: member.name,
                weight: place < result.members.count ? result.weights?[place] : nil,
                mse: scores.meanSquaredError.defined,
                mae: scores.meanAbsoluteError.defined,
                rmse: scores.rootMeanSquaredError.defined,
                smape: scores.symmetricMeanAbsolutePercentageError.defined,
                mase: scores.meanAbsoluteScaledError.defined
            )
        }
    }
}

/// What `apus forecast ensemble --json` prints: one object.
struct EnsembleJSON: Encodable {
    let source: String
    let combine: String
    let horizon: Int
    let validationWindows: Int
    let testWindows: Int
    let models: [EnsembleDocument.Member]
    let ensemble: EnsembleDocument.Member
    let failures: [String: String]
    let digest: String
    let files: [String: String]
    let workers: Int
    let seconds: Double
}
