/// What is written of a fitted model: its name, its settings in words, and its numbers.
///
/// A model is made from its record again by its name; see `ModelFile`.
public struct ModelRecord: Sendable, Equatable {
    /// The model's name.
    public let name: String
    /// Settings and small facts, by name.
    public var settings: [String: String]
    /// Arrays of numbers, by name.
    public var arrays: [String: ModelArray]

    /// Makes a record.
    public init(
        name: String,
        settings: [String: String] = [:],
        arrays: [String: ModelArray] = [:]
    ) {
        self.name = name
        self.settings = settings
        self.arrays = arrays
    }
}

/// An array of a model.
public enum ModelArray: Sendable, Equatable {
    case float([Float])
    case double([Double])
}
