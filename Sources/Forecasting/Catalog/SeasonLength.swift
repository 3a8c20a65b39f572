import MarketData

/// The number of rows after which a season usually repeats, judged by the spacing of timestamps.
enum SeasonLength {
    private static let day = UTCTime.secondsPerDay

    /// Bars of less than a day: those of a day, and daily ones: a week of 7 rows, of 5 where weekends are
    /// left out; weekly ones: 52; monthly ones: 12; quarterly ones: 4. 1 for others, and where there are
    /// no timestamps.
    static func usual(_ timestamps: [Int64]?) -> Int {
        guard let timestamps, let spacing = RowSpacing(timestamps) else { return 1 }
        switch spacing.seconds {
        case 60..<day: return max(1, Int(day / spacing.seconds))
        case day: return spacing.hasWeekends ? 7 : 5
        case 7 * day: return 52
        case (28 * day)...(31 * day): return 12
        case (89 * day)...(92 * day): return 4
        default: return 1
        }
    }
}

/// A model that has a season.
protocol SeasonalModel: Forecaster {
    /// The number of rows after which the season repeats.
    var seasonLength: Int { get set }
}

extension SeasonalNaiveForecaster: SeasonalModel {}
extension ThetaForecaster: SeasonalModel {}
extension ETSForecaster: SeasonalModel {}

/// A model whose season follows from the data it is fitted on.
struct AutomaticSeason<Model: SeasonalModel>: Forecaster {
    let model: Model
    /// Longer seasons count as none.
    let longest: Int

    var name: String { model.name }
    var horizon: Int { model.horizon }

    func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        var model = model
        let usual = SeasonLength.usual(data.table.timestamps)
        model.seasonLength = usual <= longest ? usual : 1
        return try model.fit(data, on: parallelism)
    }
}
