public import MarketData

/// Fetched prices as files that the readers of `MarketData` understand.
///
/// Times are ISO 8601 in UTC: dates where all bars start at midnight, else with time of day. Numbers are in their
/// shortest form that reads back as the same bits.
public enum PriceCSV {
    /// Closes with one column a symbol; a row for every time at which any symbol has a bar, empty cells where others
    /// lack it.
    public static func closes(_ series: [CandleSeries]) -> [UInt8] {
        var text = "timestamp"
        for one in series { text += ",\(one.symbol)" }
        text += "\n"
        let isDaily = isDaily(series)
        var places = [Int](repeating: 0, count: series.count)
        while true {
            var next: Int64?
            for (one, place) in zip(series, places) where place < one.candles.count {
                next = min(next ?? .max, one.candles[place].timestamp)
            }
            guard let time = next else { break }
            text += Self.time(time, isDaily)
            for index in series.indices {
                text += ","
                let (candles, place) = (series[index].candles, places[index])
                if place < candles.count, candles[place].timestamp == time {
                    text += "\(candles[place].close)"
                    places[index] += 1
                }
            }
            text += "\n"
        }
        return Array(text.utf8)
    }

    /// The bars of one symbol: timestamp, open, high, low, close, volume.
    public static func candles(_ series: CandleSeries) -> [UInt8] {
        var text = "timestamp,open,high,low,close,volume\n"
        let isDaily = isDaily([series])
        for candle in series.candles {
            text += "\(time(candle.timestamp, isDaily)),\(candle.open),\(candle.high),\(candle.low)"
            text += ",\(candle.close),\(candle.volume)\n"
        }
        return Array(text.utf8)
    }

    /// The name of a file with the bars of one symbol: `BTC_USDT-1h.csv`.
    public static func fileName(of series: CandleSeries) -> String {
        let symbol = String(
            series.symbol.map {
                $0.isASCII && ($0.isLetter || $0.isNumber || ".-^=&".contains($0)) ? $0 : "_"
            }
        )
        return "\(symbol)-\(series.interval).csv"
    }

    private static func isDaily(_ series: [CandleSeries]) -> Bool {
        series.allSatisfy { $0.candles.allSatisfy { $0.timestamp % UTCTime.secondsPerDay == 0 } }
    }

    private static func time(_ timestamp: Int64, _ isDaily: Bool) -> String {
        isDaily ? UTCTime.format(timestamp) : ISOTime.text(timestamp)
    }
}
