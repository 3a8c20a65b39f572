/// The theta model of one series.
public struct ThetaModel: LocalModel {
    /// What the method is called.
    public static var name: String { "theta" }
    private let season: ThetaSeason
    private let line: ThetaLine
    private let firstTrainingRow: Int

    /// The smoothing parameter.
    public var alpha: Double { line.alpha }
    /// The theta line's parameter: 2 for the standard method, 1 without a line, infinite for all of it.
    public var theta: Double { 1 / (1 - line.share) }
    /// What a forecast rises by in a step in the long run, without season; 0 where the line is dynamic.
    public var drift: Double { line.share * line.slope }
    /// The index of each season, the first training row's first; empty for a series without.
    public var seasonalIndices: [Double] { season.indices }
    /// Whether the seasonal indices are factors.
    public var isMultiplicative: Bool { season.isMultiplicative }
    /// The variance of the errors of one step, without season.
    public var variance: Double { line.variance }

    init(season: ThetaSeason, line: ThetaLine, firstRow: Int) {
        self.season = season
        self.line = line
        firstTrainingRow = firstRow
    }

    /// The rows up to the first training row: there the level begins.
    public var inputLength: Int { firstTrainingRow + 1 }
    /// The first training row.
    public func firstRow(before origin: Int) -> Int { firstTrainingRow }

    /// Follows the series to each origin and continues it with its own forecasts.
    public func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts {
        var state = ThetaState(line)
        var row = firstTrainingRow
        var forecasts = LocalForecasts()
        for origin in request.origins {
            while row < origin {
                state.advance(season.adjusted(series[row], row: row - firstTrainingRow))
                row += 1
            }
            var future = state
            var points: [Double] = []
            var deviations: [Double] = []
            for step in 0..<request.horizon {
                let forecast = future.forecast
                future.advance(forecast)
                let deviation =
                    (line.variance * (1 + Double(step) * line.alpha * line.alpha)).squareRoot()
                let restored = season.restored(
                    forecast,
                    deviation,
                    row: row + step - firstTrainingRow
                )
                points.append(restored.0)
                deviations.append(restored.1)
            }
            forecasts.append(points: points, deviations: deviations, levels: request.quantileLevels)
        }
        return forecasts
    }

    /// The model as numbers.
    public var numbers: [Double] {
        [
            line.alpha, line.share, line.level, line.intercept, line.slope,
            line.isDynamic ? 1 : 0, line.variance,
            Double(firstTrainingRow), season.isMultiplicative ? 1 : 0,
        ] + season.indices
    }

    /// Makes the model of its numbers.
    public init?(numbers: [Double]) {
        guard numbers.count >= 9, numbers[0] > 0, numbers[0] <= 1, numbers[6] >= 0,
            numbers[5] == 0 || numbers[5] == 1, numbers[8] == 0 || numbers[8] == 1,
            let firstRow = Int(exactly: numbers[7]), firstRow >= 0
        else { return nil }
        self.init(
            season: ThetaSeason(
                isMultiplicative: numbers[8] == 1,
                indices: Array(numbers[9...])
            ),
            line: ThetaLine(
                alpha: numbers[0],
                share: numbers[1],
                level: numbers[2],
                intercept: numbers[3],
                slope: numbers[4],
                isDynamic: numbers[5] == 1,
                variance: numbers[6]
            ),
            firstRow: firstRow
        )
    }
}
