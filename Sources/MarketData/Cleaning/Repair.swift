/// How often a kind of mistake was passed over while files were read, and where it was first.
public struct Repair: Sendable, Equatable {
    /// The kind of mistake.
    public let kind: RepairKind
    /// The number of rows, cells, files or symbols.
    public internal(set) var count: Int
    /// Where the first one is; nil if it has no line, as a symbol.
    public let first: FileLocation?
    /// What is wrong with the first one, as the strict reading says it, or its name.
    public let example: String
}
