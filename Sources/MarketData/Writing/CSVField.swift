/// Text as one field of a CSV file.
enum CSVField {
    /// The bytes of a field, in quotes if it holds a delimiter that any reader may know, a quote, a line end
    /// or a number sign at its beginning, which would make the line a comment.
    static func bytes(_ text: String) -> [UInt8] {
        let special = Array(",;\t\"\r\n".utf8)
        let bytes = Array(text.utf8)
        guard bytes.contains(where: special.contains) || bytes.first == UInt8(ascii: "#") else {
            return bytes
        }
        let quote = UInt8(ascii: "\"")
        return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
