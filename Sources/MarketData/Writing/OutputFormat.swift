/// The format of a file that is written, by the end of its name.
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    /// Text with commas, by RFC 4180.
    case csv = ".csv"
    /// The same, compressed.
    case gzip = ".csv.gz"
    /// The program's own table of closes; see ``PriceTable/bytes``.
    case binary = ".apus"
    /// An Arrow file.
    case arrow = ".arrow"
    /// An Arrow file by another name.
    case feather = ".feather"

    /// The format that the end of a path stands for, in capitals or not; nil for others.
    public init?(path: String) {
        let name = path.lowercased()
        // The longest first: none of the others ends in `.csv.gz`.
        guard let format = Self.allCases.first(where: { name.hasSuffix($0.rawValue) }) else {
            return nil
        }
        self = format
    }

    /// Whether the layout of the text can be chosen.
    public var hasLayouts: Bool { self == .csv || self == .gzip }
}
