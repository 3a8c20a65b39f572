extension PriceTable {
    /// The time at which a range of bars ends, exclusive: the next bar's start, or the end of the
    /// last bar.
    public func endTime(of bars: Range<Int>) -> Int64 {
        bars.upperBound < barCount ? timestamps[bars.upperBound] : lastBarEnd
    }
}
