import Foundation
import MarketData
import TestSupport
import Testing

/// Price files and readings of what the program printed.
enum Fixtures {
    static let pairs = ["BTC/USDT", "ETH/USDT", "BNB/USDT", "SOL/USDT"]

    /// Hourly closes of four crypto pairs; 400 days unless said otherwise.
    static func crypto(days: Int = 400, symbols: [String] = pairs, seed: UInt64 = 11) -> PriceTable
    {
        SyntheticPrices.randomWalk(bars: days * 24, symbols: symbols, seed: seed)
    }

    /// Daily closes.
    static func daily(bars: Int = 100, symbols: [String] = ["A", "B", "C"]) -> PriceTable {
        SyntheticPrices.randomWalk(bars: bars, symbols: symbols, interval: 86_400, seed: 5)
    }

    /// One column a symbol.
    static func wide(_ table: PriceTable) -> String {
        var text = "timestamp," + table.symbols.joined(separator: ",") + "\n"
        for bar in 0..<table.barCount {
            text += UTCTime.format(table.timestamps[bar])
            for column in 0..<table.symbolCount { text += ",\(table[bar: bar, symbol: column])" }
            text += "\n"
        }
        return text
    }

    /// One row a symbol and bar.
    static func long(_ table: PriceTable) -> String {
        var text = "timestamp,symbol,close\n"
        for bar in 0..<table.barCount {
            for (column, symbol) in table.symbols.enumerated() {
                text += "\(table.timestamps[bar]),\(symbol),\(table[bar: bar, symbol: column])\n"
            }
        }
        return text
    }

    /// One symbol with open, high, low, close and volume; epoch milliseconds.
    static func ohlcv(_ table: PriceTable, column: Int) -> String {
        var text = "open_time,open,high,low,close,volume\n"
        for bar in 0..<table.barCount {
            let close = table[bar: bar, symbol: column]
            text += "\(table.timestamps[bar] * 1000),1,2,3,\(close),4\n"
        }
        return text
    }

    /// The names of everything in a directory, hidden or not; empty when it is not there.
    static func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    static func bytes(of path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// A result without the lines of a page that tell how long it took.
    static func result(of path: String) throws -> [UInt8] {
        guard path.hasSuffix(".html") else { return try bytes(of: path) }
        let lines = try text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
        return Array(
            lines.filter { !$0.hasPrefix("<p class=\"fine run\">") }.joined(separator: "\n").utf8
        )
    }

    static func text(of path: String) throws -> String {
        String(decoding: try bytes(of: path), as: UTF8.self)
    }

    /// The digest in the last line that has one: 64 hexadecimal digits.
    static func digest(in output: String) throws -> String {
        let words = output.split { $0 == " " || $0 == "\n" }.map(String.init)
        return try #require(
            words.last { $0.count == 64 && $0.allSatisfy(\.isHexDigit) },
            "no digest in \(output)"
        )
    }

    /// An output that is one JSON object and nothing else.
    static func object(_ output: String) throws -> JSONValue {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
        guard case .object = value else {
            Issue.record("not an object: \(output)")
            return value
        }
        return value
    }
}

/// Any JSON value, for looking things up.
enum JSONValue: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    subscript(key: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    var items: [JSONValue] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}
