import Forecasting

/// `trials.csv`: what each trial of a search found, in order.
struct TrialRows {
    static let name = "trials.csv"
    /// What a search has found that was stopped.
    static let partialName = "trials.partial.csv"

    let metric: TuningMetric

    func bytes(_ trials: [TrialResult]) -> [UInt8] {
        let header = "trial,rung,windows,model,input,settings,\(metric.rawValue),error\n"
        return Array((header + trials.map(line).joined()).utf8)
    }

    private func line(_ trial: TrialResult) -> String {
        let settings = trial.point.settings.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        var error = ""
        if case .failure(let text) = trial.outcome { error = text.replacing("\n", with: " ") }
        let cells = [
            "\(trial.key.trial + 1)", "\(trial.key.rung + 1)", "\(trial.windows)",
            trial.point.model, "\(trial.point.inputLength)", ForecastRows.quoted(settings),
            trial.score.map { "\($0)" } ?? "", ForecastRows.quoted(error),
        ]
        return cells.joined(separator: ",") + "\n"
    }
}
