/// Quantiles of a sample by linear interpolation between its ordered values: type 7 of R. J. Hyndman, Y. Fan,
/// "Sample Quantiles in Statistical Packages", The American Statistician 50 (4), 1996, which is what R and
/// numpy give by default.
enum SampleQuantile {
    /// Where the quantile of `count` ordered values lies: with `h = (count - 1) p` the fraction of `h` between
    /// the values `⌊h⌋` and `⌊h⌋ + 1`, counting from 0.
    ///
    /// - Precondition: There is a value, and the level is from 0 to 1.
    static func place(of level: Double, count: Int) -> (lower: Int, fraction: Double) {
        precondition(count > 0 && 0...1 ~= level)
        let place = Double(count - 1) * level
        let lower = Int(place)
        return (lower, place - Double(lower))
    }

    /// Throws unless levels ascend and lie from 0 to 1.
    static func check(_ levels: [Double]) throws(ForecastingError) {
        for (place, level) in levels.enumerated() {
            guard 0...1 ~= level, place == 0 || levels[place - 1] < level else {
                throw .invalidSetting(
                    name: "quantile level",
                    value: "\(level)",
                    requirement: "is from 0 to 1 and above the level before it"
                )
            }
        }
    }
}
