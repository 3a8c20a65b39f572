/// A kind of mistake in a file that a lenient reading passes over.
public enum RepairKind: String, Sendable, Hashable, CaseIterable {
    /// A cell without a close, where one has to be: missing.
    case emptyPrice = "empty price"
    /// A close that is no number: missing.
    case unreadablePrice = "unreadable price"
    /// A close that is infinite, or NaN by name: missing.
    case notFinitePrice = "infinite or NaN price"
    /// A close that is zero or negative: missing.
    case notPositivePrice = "zero or negative price"
    /// A timestamp that cannot be read: the row is dropped.
    case unreadableTimestamp = "unreadable timestamp"
    /// A row with too few or too many fields, or a quote left open: dropped.
    case brokenRow = "broken row"
    /// A row of a long file without a symbol: dropped.
    case missingSymbol = "missing symbol"
    /// A second row of a bar that says what the first one does: dropped.
    case repeatedRow = "repeated row"
    /// A second row of a bar with another close: the one asked for is kept.
    case conflictingRow = "conflicting row"
    /// A file whose rows are not in time order: sorted.
    case unsortedFile = "unsorted file"
    /// A symbol without a single close: dropped.
    case emptySymbol = "empty symbol"

    /// What the lenient reading does about it.
    public var remedy: String {
        switch self {
        case .emptyPrice, .unreadablePrice, .notFinitePrice, .notPositivePrice: "made missing"
        case .unreadableTimestamp, .brokenRow, .missingSymbol, .repeatedRow, .emptySymbol:
            "dropped"
        case .conflictingRow: "one kept"
        case .unsortedFile: "sorted"
        }
    }

    /// Whether ``PriceLoader`` refuses files with it.
    public var isRefused: Bool { self != .unsortedFile && self != .emptySymbol }

    /// The kind that an error about a row or cell is; nil for errors that nothing can be done about.
    init?(_ error: MarketDataError) {
        switch error {
        case .badPrice(_, _, _, let problem):
            switch problem {
            case .empty: self = .emptyPrice
            case .notANumber: self = .unreadablePrice
            case .notFinite: self = .notFinitePrice
            case .notPositive: self = .notPositivePrice
            }
        case .badNumber: self = .unreadablePrice
        case .badTimestamp: self = .unreadableTimestamp
        case .fieldCount, .badQuote: self = .brokenRow
        case .missingSymbol: self = .missingSymbol
        default: return nil
        }
    }
}
