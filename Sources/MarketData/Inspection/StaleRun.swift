/// Neighbouring bars of a symbol with the same close.
public struct StaleRun: Sendable, Equatable {
    /// The first bar.
    public let firstBar: Int
    /// The last bar.
    public let lastBar: Int
    /// The label of the first bar, in UTC seconds.
    public let start: Int64
    /// The number of bars that the symbol has from the first to the last.
    public let bars: Int
    /// The close of all of them.
    public let close: Double
}

extension SymbolSeries {
    /// The runs of at least so many bars, in time order; equal means to the last bit.
    func staleRuns(bars least: Int) -> [StaleRun] {
        var runs: [StaleRun] = []
        var first = 0
        for next in 1..<closes.count + 1 {
            if next < closes.count, closes[next] == closes[first] { continue }
            if next - first >= least {
                runs.append(
                    StaleRun(
                        firstBar: bars[first],
                        lastBar: bars[next - 1],
                        start: timestamps[first],
                        bars: next - first,
                        close: closes[first]
                    )
                )
            }
            first = next
        }
        return runs
    }
}

extension PriceTable {
    /// The number of equal closes from which on a run is worth a look: a day of bars, but at least 5 and at
    /// most 60. Daily prices repeat for a week at most, prices of a minute may well do so for half an hour.
    var suspiciousStaleBars: Int { min(max(barsPerTradingDay, 5), 60) }
}
