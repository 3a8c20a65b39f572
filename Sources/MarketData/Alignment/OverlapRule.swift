/// Which of two that differ is kept: by the order of rows in a file, or of the files given.
public enum Preference: String, Sendable, Hashable, CaseIterable {
    /// The one that comes first.
    case first
    /// The one that comes last.
    case last
}

/// What to do where two files have a close of the same symbol for the same bar.
public enum OverlapRule: Sendable, Hashable {
    /// Refuse them, even if they are equal: files are meant to continue each other.
    case refuse
    /// Take equal closes as one and refuse different ones.
    case agree
    /// Take equal closes as one and, of different ones, that of the first or last file.
    case prefer(Preference)
}

/// How much files overlap.
public struct OverlapCount: Sendable, Equatable {
    /// Closes that a second file has too, equal to the last bit.
    public internal(set) var equal = 0
    /// Closes for which a second file has another one.
    public internal(set) var different = 0
    /// The first place where they differ.
    public internal(set) var firstDifference: MarketDataError?

    /// Files that do not overlap.
    public init() {}
}
