public import Backtesting
import MarketData
import Optimization

/// Costs of single symbols in a file of their own.
public enum CostTable {
    /// Reads a table.
    ///
    /// A CSV file (its name ends in `.csv`) has a header, of which the first column names the symbol and
    /// the others are some of `commission`, `slippage` and `half_spread`; an empty cell is the common
    /// figure. Any other file is YAML: `BTC/USDT: {commission: 0.001, half_spread: 0.0002}`.
    ///
    /// - Throws: ``ReportingError/unreadableFile(path:reason:)``, or
    ///   ``ReportingError/configuration(_:)`` with the line of the problem.
    public static func read(contentsOf path: String) throws(ReportingError) -> [String: SymbolCosts]
    {
        let text = try TextFile.contents(of: path)
        do throws(ConfigurationError) {
            return path.lowercased().hasSuffix(".csv")
                ? try csv(text, path: path)
                : try CostSection.table(ConfigurationSection(yaml: text, path: path))
        } catch {
            throw .configuration(error)
        }
    }

    private static func csv(
        _ text: String,
        path: String
    ) throws(ConfigurationError) -> [String: SymbolCosts] {
        let rows = text.split(omittingEmptySubsequences: false) { $0.isNewline }.enumerated()
            .filter { !$0.element.allSatisfy(\.isWhitespace) }
            .map { (line: $0.offset + 1, fields: fields($0.element)) }
        func problem(_ line: Int?, _ text: String) -> ConfigurationError {
            ConfigurationError(path: path, line: line, problem: text)
        }
        guard let header = rows.first else { throw problem(nil, "the file is empty") }
        let names = header.fields.dropFirst()
        for name in names where !CostSection.symbolKeys.contains(name) {
            let hint = Nearest.match(name, among: CostSection.symbolKeys)
            throw problem(
                header.line,
                "unknown column '\(name)'; "
                    + (hint.map { "did you mean '\($0)'?" }
                        ?? "after the symbol, use \(CostSection.symbolKeys.joined(separator: ", "))")
            )
        }
        guard !names.isEmpty, Set(names).count == names.count else {
            throw problem(
                header.line,
                "the first line must be 'symbol' and some of"
                    + " \(CostSection.symbolKeys.joined(separator: ", ")), each once"
            )
        }
        var costs: [String: SymbolCosts] = [:]
        for row in rows.dropFirst() {
            guard row.fields.count == header.fields.count else {
                throw problem(
                    row.line,
                    "\(row.fields.count) fields, and the first line has \(header.fields.count)"
                )
            }
            guard costs[row.fields[0]] == nil else {
                throw problem(row.line, "the symbol '\(row.fields[0])' is there twice")
            }
            var values: [String: Double] = [:]
            for (name, field) in zip(names, row.fields.dropFirst()) where !field.isEmpty {
                guard let value = Double(field), value.isFinite else {
                    throw problem(row.line, "'\(name)' must be a number, not '\(field)'")
                }
                values[name] = value
            }
            costs[row.fields[0]] = SymbolCosts(
                commission: values["commission"],
                slippage: values["slippage"],
                halfSpread: values["half_spread"]
            )
        }
        return costs
    }

    private static func fields(_ line: Substring) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            let text = field.drop(while: \.isWhitespace)
            guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
            let cell = text[...last]
            let isQuoted = cell.count >= 2 && cell.hasPrefix("\"") && cell.hasSuffix("\"")
            return String(isQuoted ? cell.dropFirst().dropLast() : cell)
        }
    }
}
