import Foundation

/// How the learning rate changes while a network is trained.
public enum LearningRateSchedule: Sendable, Equatable {
    /// It does not.
    case constant
    /// Multiplied with `factor` after every so many steps.
    case step(every: Int, factor: Double)
    /// A straight line up over the first steps, then half a cosine down to a share of the rate at the
    /// last step (I. Loshchilov, F. Hutter, 2017).
    case cosine(warmUpSteps: Int = 0, least: Double = 0)
    /// Multiplied with `factor` after so many validations in a row without a better one.
    case plateau(patience: Int, factor: Double)

    /// The share of the learning rate at a step, which counts from 0.
    func share(step: Int, of stepCount: Int) -> Double {
        switch self {
        case .constant, .plateau: return 1
        case .step(let every, let factor):
            var share = 1.0
            for _ in 0..<(step / every) { share *= factor }
            return share
        case .cosine(let warmUp, let least):
            if step < warmUp { return Double(step + 1) / Double(warmUp) }
            let progress = Double(step - warmUp) / Double(max(1, stepCount - warmUp))
            return least + (1 - least) * 0.5 * (1 + cos(.pi * min(1, progress)))
        }
    }

    func validate() throws(ForecastingError) {
        switch self {
        case .constant: return
        case .step(let every, let factor):
            guard every >= 1 else {
                throw .invalidSetting(
                    name: "steps of the schedule",
                    value: "\(every)",
                    requirement: "is at least 1"
                )
            }
            try Self.check(factor, "factor of the schedule")
        case .cosine(let warmUp, let least):
            guard warmUp >= 0 else {
                throw .invalidSetting(
                    name: "warm-up steps",
                    value: "\(warmUp)",
                    requirement: "is at least 0"
                )
            }
            try Self.check(least, "least share of the learning rate")
        case .plateau(let patience, let factor):
            guard patience >= 1 else {
                throw .invalidSetting(
                    name: "patience of the schedule",
                    value: "\(patience)",
                    requirement: "is at least 1"
                )
            }
            try Self.check(factor, "factor of the schedule")
        }
    }

    private static func check(_ share: Double, _ name: String) throws(ForecastingError) {
        guard (0...1).contains(share) else {
            throw .invalidSetting(
                name: name,
                value: "\(share)",
                requirement: "is between 0 and 1"
            )
        }
    }
}
