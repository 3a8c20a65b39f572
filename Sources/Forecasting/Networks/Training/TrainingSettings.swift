/// How a network is trained.
public struct TrainingSettings: Sendable, Equatable {
    /// How long.
    public enum Length: Sendable, Equatable {
        /// So many batches.
        case steps(Int)
        /// So many times all windows.
        case epochs(Int)
    }

    /// What is made small.
    public var loss = Loss.mse
    /// How parameters follow their gradients.
    public var optimizer = Optimizer.adam()
    /// The learning rate, before the schedule.
    public var learningRate = 1e-3
    /// How the learning rate changes.
    public var schedule = LearningRateSchedule.constant
    /// Samples of a step. A sample is a window of one channel, or of all where the model is
    /// multivariate.
    public var batchSize = 256
    /// How long to train.
    public var length = Length.steps(1_000)
    /// Validations without a better one after which training ends; nil to train to the end. Needs
    /// validation rows. The best parameters are restored either way where there are such rows.
    public var patience: Int?
    /// Steps between validations; nil for once in an epoch.
    public var validationInterval: Int?
    /// The greatest Euclidean norm of a step's gradient; greater ones are scaled down to it.
    public var gradientNorm: Double?
    /// How fast weights, though not biases and gains, shrink.
    public var weightDecay = 0.0
    /// What all random numbers are drawn from.
    public var seed: UInt64 = 1

    /// The defaults.
    public init() {}

    func validate() throws(ForecastingError) {
        try loss.validate()
        try optimizer.validate()
        try schedule.validate()
        try require(learningRate > 0 && learningRate.isFinite, "learning rate", learningRate)
        try require(batchSize >= 1, "batch size", batchSize)
        switch length {
        case .steps(let count): try require(count >= 1, "number of steps", count)
        case .epochs(let count): try require(count >= 1, "number of epochs", count)
        }
        if let patience { try require(patience >= 1, "patience", patience) }
        if let interval = validationInterval {
            try require(interval >= 1, "validation interval", interval)
        }
        if let norm = gradientNorm { try require(norm > 0, "gradient norm", norm) }
        guard weightDecay >= 0, weightDecay.isFinite else {
            throw .invalidSetting(
                name: "weight decay",
                value: "\(weightDecay)",
                requirement: "is at least 0"
            )
        }
    }

    private func require<T>(_ holds: Bool, _ name: String, _ value: T) throws(ForecastingError) {
        guard !holds else { return }
        let least = value is Int ? "is at least 1" : "is greater than 0"
        throw .invalidSetting(name: name, value: "\(value)", requirement: least)
    }
}
