public import MarketData

/// Fetched bars as files that the readers of `MarketData` understand.
///
/// Times are ISO 8601 in UTC: dates where all bars start at midnight, else with time of day. Numbers are in their
/// shortest form that reads back as the same bits.
public enum CandleCSV {
    /// The bars of one symbol: timestamp, open, high, low, close, volume.
    public static func candles(_ series: CandleSeries) -> [UInt8] {
        var text = "timestamp,open,high,low,close,volume\n"
        let isDaily = series.candles.allSatisfy { $0.timestamp % UTCTime.secondsPerDay == 0 }
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

    private static func time(_ timestamp: Int64, _ isDaily: Bool) -> String {
        isDaily ? UTCTime.format(timestamp) : ISOTime.text(timestamp)
    }
}
