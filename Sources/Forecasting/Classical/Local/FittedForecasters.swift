/// The fitted ``NaiveForecaster``.
public typealias FittedNaive = FittedLocalForecaster<NaiveModel>
/// The fitted ``SeasonalNaiveForecaster``.
public typealias FittedSeasonalNaive = FittedLocalForecaster<SeasonalNaiveModel>
/// The fitted ``DriftForecaster``.
public typealias FittedDrift = FittedLocalForecaster<DriftModel>
/// The fitted ``MovingAverageForecaster``.
public typealias FittedMovingAverage = FittedLocalForecaster<MovingAverageModel>
/// The fitted ``ThetaForecaster``.
public typealias FittedTheta = FittedLocalForecaster<ThetaModel>
/// The fitted ``ETSForecaster``.
public typealias FittedETS = FittedLocalForecaster<ETSModel>
/// The fitted ``AutoregressiveForecaster``.
public typealias FittedAutoregression = FittedLocalForecaster<AutoregressiveModel>
