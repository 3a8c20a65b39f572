/// A CSV text as a reader that follows RFC 4180 sees it: quoted fields may hold commas, doubled
/// quotes and line breaks.
public struct CSVRecords: Sendable {
    /// The fields of the first line.
    public let header: [String]
    /// The fields of every further line.
    public let rows: [[String]]

    /// Reads a text whose every line ends with a line feed; nil if the last one does not or a quote
    /// is left open.
    public init?(_ text: String) {
        var records: [[String]] = []
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var wasQuote = false
        for scalar in text.unicodeScalars {
            if isQuoted {
                if wasQuote, scalar == "\"" {
                    field.append(scalar)
                    wasQuote = false
                    continue
                }
                if !wasQuote {
                    if scalar == "\"" { wasQuote = true } else { field.append(scalar) }
                    continue
                }
                isQuoted = false
                wasQuote = false
            }
            switch scalar {
            case "\"": isQuoted = true
            case ",":
                fields.append(String(field))
                field = String.UnicodeScalarView()
            case "\n":
                records.append(fields + [String(field)])
                fields = []
                field = String.UnicodeScalarView()
            default: field.append(scalar)
            }
        }
        guard !isQuoted, fields.isEmpty, field.isEmpty, let first = records.first else {
            return nil
        }
        header = first
        rows = Array(records.dropFirst())
    }

    /// The field of a row in a named column.
    public func field(_ column: String, ofRow row: Int) -> String? {
        guard let index = header.firstIndex(of: column), rows.indices.contains(row),
            rows[row].indices.contains(index)
        else { return nil }
        return rows[row][index]
    }
}
