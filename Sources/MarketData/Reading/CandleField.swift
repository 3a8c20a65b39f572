/// What a file with one symbol's candles has besides its price column.
enum CandleField: String, CaseIterable {
    case open, high, low, volume
    /// The close as traded; prices come from an adjusted one where there is both.
    case close
}
