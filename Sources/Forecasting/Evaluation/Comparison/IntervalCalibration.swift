/// Where the intervals come from of models that do not forecast quantiles.
public enum CalibrationSource: Sendable, Equatable {
    /// From the absolute errors of all windows of the same model that ended before the window's origin. The
    /// first windows, until there are enough for the coverage, have no interval.
    case earlierWindows
    /// From the absolute errors of forecasts within the validation rows of the window's fit, at up to 256
    /// origins spread evenly. Models that stop training by these rows have errors there that are a little
    /// too small.
    case validationRows
}

/// Half widths of intervals for each channel and step, by the errors of windows that ended before.
///
/// See ``ConformalIntervals``, whose ranks these are. Errors are kept in single precision and ascending.
struct IntervalCalibration: Sendable {
    private let coverages: [Double]
    private let cells: Int
    private var sorted: [[Float]]
    /// Errors of windows that had not ended when they were added, by the row where they do.
    private var waiting: [(end: Int, errors: [Float])] = []

    init(coverages: [Double], channelCount: Int, horizon: Int) {
        self.coverages = coverages
        cells = channelCount * horizon
        sorted = Array(repeating: [], count: cells)
    }

    /// Keeps the errors of a window that ends before a row; NaN where there is no value.
    mutating func add(_ errors: [Float], end: Int) { waiting.append((end, errors)) }

    /// Takes in the windows that ended before an origin, which ascends from call to call.
    mutating func advance(to origin: Int) {
        while let first = waiting.first, first.end <= origin {
            waiting.removeFirst()
            for (cell, error) in first.errors.enumerated() where error.isFinite {
                insert(error, cell)
            }
        }
    }

    /// Half the width of a channel's and step's interval; nil as long as there are too few errors.
    func halfWidth(cell: Int, coverage: Int) -> Double? {
        let errors = sorted[cell]
        let level = coverages[coverage]
        let rank = Int((Double(errors.count + 1) * level - 1e-9).rounded(.up))
        guard rank <= errors.count, !errors.isEmpty else { return nil }
        return Double(errors[max(1, rank) - 1])
    }

    private mutating func insert(_ error: Float, _ cell: Int) {
        var (low, high) = (0, sorted[cell].count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[cell][middle] <= error { low = middle + 1 } else { high = middle }
        }
        sorted[cell].insert(error, at: low)
    }
}
