/// The values of a parameter that the data do not contradict.
public struct ConfidenceInterval: Sendable, Equatable, Codable {
    /// The least value.
    @Figure public private(set) var lower: Double
    /// The greatest value.
    @Figure public private(set) var upper: Double
    /// The probability with which such intervals hold the true value, for example 0.95.
    @Figure public private(set) var level: Double

    init(lower: Double, upper: Double, level: Double) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }

    /// Whether the value lies between the ends or on one.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
