import Foundation

/// What pandas says about the table that it wrote.
enum PandasMetadata {
    private struct Description: Decodable {
        let index_columns: [Column]

        /// A name, or a range that is not in the file.
        enum Column: Decodable {
            case name(String)
            case range

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                self = (try? container.decode(String.self)).map(Column.name) ?? .range
            }
        }
    }

    /// The columns that were the index; none if the text says nothing of that kind.
    static func indexColumns(_ text: String) -> [String] {
        let description = try? JSONDecoder().decode(Description.self, from: Data(text.utf8))
        return (description?.index_columns ?? []).compactMap { column in
            if case .name(let name) = column { name } else { nil }
        }
    }
}
