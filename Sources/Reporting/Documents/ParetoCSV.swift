public import Optimization

/// `pareto.csv`: the candidates that no other evaluated one is better than in every objective, by id.
///
/// `on_train_front` is by the training window of the last split: chosen on the past. `on_test_front` is
/// by the means over the test windows: chosen on the test data, so that its figures flatter. Numbers are
/// in shortest round-trip form.
public enum ParetoCSV {
    /// The columns, in order.
    public static func columns(_ pareto: ParetoCandidates, hasForecasts: Bool) -> [String] {
        Array(ResultsCSV.columns.prefix(8)) + ["on_train_front", "on_test_front"]
            + pareto.objectives.map { "train_last_\($0.name)" }
            + pareto.objectives.map { "test_mean_\($0.name)" }
            + (hasForecasts ? [ResultsCSV.forecastColumn] : [])
    }

    /// The whole file.
    public static func encode(_ pareto: ParetoCandidates, of result: OptimizationResult) -> [UInt8]
    {
        let space = result.optimizer.space
        let hasForecasts = !space.policies.models.isEmpty
        let names = columns(pareto, hasForecasts: hasForecasts)
        var text = names.joined(separator: ",") + "\n"
        for member in pareto.members {
            let candidate = space[member.id - 1]
            text += "\(member.id)"
            text += ResultsCSV.portfolioFields(candidate.symbols, candidate.weighting)
            text += ResultsCSV.policyFields(candidate.policy)
            text += ",\(member.isOnTrainFront),\(member.isOnTestFront)"
            for value in member.train + member.test { text += ",\(value)" }
            if hasForecasts {
                let forecast = space.policies.forecastDescription(candidate.policy)
                text += "," + ResultsCSV.quoted(forecast)
            }
            text += "\n"
        }
        return Array(text.utf8)
    }
}
