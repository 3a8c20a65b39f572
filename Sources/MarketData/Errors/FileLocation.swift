/// A place in a text file, written as `prices.csv:3:2`.
public struct FileLocation: Sendable, Hashable, CustomStringConvertible {
    /// The path as the caller gave it.
    public let path: String

    /// The line, counted from 1; blank lines, comments and the header count too.
    public let line: Int

    /// The number of the field in its line, counted from 1 (column 3 is what a spreadsheet calls
    /// C), or nil for the whole line.
    public let column: Int?

    /// Names a line of a file, or one field of it.
    ///
    /// - Parameters:
    ///   - path: The path as the caller gave it.
    ///   - line: The line, counted from 1.
    ///   - column: The field, counted from 1, or nil for the whole line.
    public init(path: String, line: Int, column: Int? = nil) {
        self.path = path
        self.line = line
        self.column = column
    }

    /// `path:line:column`, or `path:line` when the place is a whole line.
    public var description: String {
        guard let column else { return "\(path):\(line)" }
        return "\(path):\(line):\(column)"
    }
}
