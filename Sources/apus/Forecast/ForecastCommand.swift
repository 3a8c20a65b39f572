import ArgumentParser

/// Forecasts of any series: the commands under `apus forecast`.
struct ForecastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Fit models to series of any kind and forecast them.",
        discussion: """
            Start with: apus forecast models
            then with:  apus forecast fit --model nlinear-ridge --horizon 20 -o my.model
            and:        apus forecast predict --model my.model
            """,
        subcommands: [
            ForecastModelsCommand.self, FitCommand.self, PredictCommand.self, CVCommand.self,
            EnsembleCommand.self, TuneCommand.self,
        ]
    )
}
