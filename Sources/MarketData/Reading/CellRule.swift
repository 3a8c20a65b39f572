/// What cells may hold.
enum CellRule: Sendable {
    /// A finite price > 0; only a wide file may lack some.
    case price
    /// Any finite number. A cell that is empty, or says that nothing is there, is missing.
    ///
    /// - Parameter columns: Those of a wide file that are read, others being missing altogether; nil for
    ///   all.
    case number(columns: Set<String>?)

    /// Words of programs that write tables for a value that is missing.
    private static let missing: Set = ["nan", "na", "n/a", "null", "none", "-"]

    /// Which columns of a wide file are read.
    func reads(_ columns: [String]) -> [Bool] {
        guard case .number(let wanted?) = self else {
            return Array(repeating: true, count: columns.count)
        }
        return columns.map { wanted.contains($0) }
    }

    /// The number in a field of a file with one a row; NaN if it is missing.
    func value(
        _ field: Field,
        of name: String,
        at location: FileLocation
    ) throws(MarketDataError) -> Double {
        guard case .number = self else { return try readClose(field, of: name, at: location) }
        if case .number(let value) = DecimalParser.parse(field.start, field.end) { return value }
        if field.isEmpty || Self.missing.contains(field.text.lowercased()) { return .nan }
        throw .badNumber(location, column: name, value: echo(field.bytes))
    }
}
