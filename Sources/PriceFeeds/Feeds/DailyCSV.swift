import MarketData

/// Reads daily bars from CSV with a header: Date, Open, High, Low, Close, and, if there are any, Adj Close and
/// Volume.
enum DailyCSV {
    private struct Columns {
        let date: Int
        let prices: [Int]
        let adjustedClose: Int?
        let volume: Int?
        let width: Int

        init(header: [Substring]) throws(PageProblem) {
            let names = header.map { $0.lowercased() }
            func column(_ name: String) throws(PageProblem) -> Int {
                guard let index = names.firstIndex(of: name) else {
                    throw .malformed("its header has no column \(name)")
                }
                return index
            }
            date = try column("date")
            prices = [
                try column("open"), try column("high"), try column("low"), try column("close"),
            ]
            adjustedClose = names.firstIndex(of: "adj close")
            volume = names.firstIndex(of: "volume")
            width = names.count
        }
    }

    /// The bars of an answer; rows in which a price is `null` or empty are left out.
    ///
    /// - Parameter adjusted: Whether all prices are scaled so that the close is the adjusted one.
    static func candles(
        in answer: HTTPAnswer,
        adjusted: Bool
    ) throws(PageProblem) -> [Candle] {
        let text = String(decoding: answer.trimmedBody, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first else { throw .cutOff("the answer is empty") }
        if first.hasPrefix("<") { throw .malformed("it is a web page, not CSV") }
        let header = first.split(separator: ",", omittingEmptySubsequences: false)
        guard header.count > 1 else {
            throw .malformed("it begins with \(quoted(answer.beginning)), which is not CSV")
        }
        let columns = try Columns(header: header)
        if adjusted, columns.adjustedClose == nil {
            throw .malformed("its header has no column adj close")
        }
        var candles: [Candle] = []
        for (number, line) in lines.enumerated().dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == columns.width else {
                if number == lines.count - 1, fields.count < columns.width {
                    throw .cutOff("the answer ends in its middle")
                }
                throw .malformed(
                    "line \(number + 1) has \(fields.count) fields, its header \(columns.width)"
                )
            }
            if let candle = try candle(fields, columns, adjusted, line: number + 1) {
                candles.append(candle)
            }
        }
        return candles
    }

    private static func candle(
        _ fields: [Substring],
        _ columns: Columns,
        _ adjusted: Bool,
        line: Int
    ) throws(PageProblem) -> Candle? {
        guard let timestamp = UTCTime.parse(String(fields[columns.date])) else {
            throw .malformed("line \(line): \(quoted(String(fields[columns.date]))) is not a date")
        }
        func number(_ column: Int) throws(PageProblem) -> Double? {
            let field = fields[column]
            if field.isEmpty || field == "null" || field == "N/D" { return nil }
            guard let number = Double(field) else {
                throw .malformed("line \(line): \(quoted(String(field))) is not a number")
            }
            return number
        }
        guard let open = try number(columns.prices[0]), let high = try number(columns.prices[1]),
            let low = try number(columns.prices[2]), let close = try number(columns.prices[3])
        else { return nil }
        var candle = Candle(
            timestamp: timestamp,
            open: open,
            high: high,
            low: low,
            close: close,
            volume: 0
        )
        if let column = columns.volume { candle.volume = try number(column) ?? 0 }
        guard adjusted, let column = columns.adjustedClose else { return candle }
        guard let adjustedClose = try number(column) else { return nil }
        let factor = adjustedClose / close
        candle.open *= factor
        candle.high *= factor
        candle.low *= factor
        candle.close = adjustedClose
        return candle
    }
}
