/// Collects, bar by bar, what the metrics of a window need; no bar is kept.
///
/// The sums run over returns less the first one, `d = r - r[0]`: the variance
/// `(sum d^2 - (sum d)^2 / m) / (m - 1)` then loses no digits to a common offset, and is exactly
/// zero when all returns are equal (the shifted-data algorithm; Chan, Golub & LeVeque 1983).
struct MetricsAccumulator {
    private(set) var bars = 1
    private(set) var equity: Double
    private(set) var maxDrawdown = 0.0
    private(set) var downsideSquares = 0.0
    private var peak: Double
    private var shift = 0.0
    private var shiftedSum = 0.0
    private var shiftedSquares = 0.0

    init(firstEquity: Double) {
        equity = firstEquity
        peak = firstEquity
    }

    /// At a bar that others have come to.
    init(
        bars: Int,
        equity: Double,
        maxDrawdown: Double,
        downsideSquares: Double,
        shift: Double,
        shiftedSum: Double,
        shiftedSquares: Double
    ) {
        self.bars = bars
        self.equity = equity
        self.maxDrawdown = maxDrawdown
        self.downsideSquares = downsideSquares
        self.shift = shift
        self.shiftedSum = shiftedSum
        self.shiftedSquares = shiftedSquares
        // Only means and deviations can be asked for.
        peak = equity
    }

    mutating func add(equity next: Double) {
        let change = next / equity - 1
        if bars == 1 { shift = change }
        let shifted = change - shift
        shiftedSum += shifted
        shiftedSquares += shifted * shifted
        let loss = min(change, 0)
        downsideSquares += loss * loss
        peak = max(peak, next)
        maxDrawdown = min(maxDrawdown, (next - peak) / peak)
        equity = next
        bars += 1
    }

    /// The mean return; NaN with one bar.
    var meanReturn: Double {
        shift + shiftedSum / Double(bars - 1)
    }

    /// The sample standard deviation of the returns; 0 with fewer than two.
    var returnDeviation: Double {
        guard bars > 2 else { return 0 }
        let count = Double(bars - 1)
        let squares = shiftedSquares - shiftedSum * shiftedSum / count
        return (max(squares, 0) / (count - 1)).squareRoot()
    }
}
