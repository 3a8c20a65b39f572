import Forecasting
import Studies

extension ValidationOptions {
    /// All that forecasts depend on of how the windows lie.
    var specification: [StudySpecification.Part] {
        let scheme = rollingOrigin
        return [
            .init("horizon", "\(scheme.horizon)"),
            .init("input", "\(input)"),
            .init("windows", "\(scheme.windows), step \(scheme.step)"),
            .init("refit", RefitArgument(refit: scheme.refit).defaultValueDescription),
            .init(
                "training",
                TrainingRowsArgument(training: scheme.training).defaultValueDescription
            ),
            .init("gap", "\(scheme.gap)"),
            .init("validation", "\(scheme.validation)"),
        ]
    }
}
