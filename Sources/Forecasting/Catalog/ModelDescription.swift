/// A setting of a model, for a person to read.
public struct SettingDescription: Sendable, Equatable {
    /// Lower case with dashes, as in "batch-size".
    public let name: String
    /// One line: what it does, and which values it takes.
    public let summary: String
    /// What it is unless set; setting it to this text changes nothing.
    public let defaultValue: String
}

/// A model, for a person to read.
public struct ModelDescription: Sendable, Equatable {
    /// Lower case with dashes, as in "nlinear-ridge".
    public let name: String
    /// One line: when to use it.
    public let summary: String
    /// Its settings, the most used first.
    public let settings: [SettingDescription]
}
