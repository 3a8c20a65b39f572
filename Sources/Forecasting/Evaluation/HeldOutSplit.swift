/// One fit on the first rows, and every forecast that can be made within the rows at the end: the protocol by
/// which papers on long-term forecasting compare models.
///
/// Rows `[0, train)` are learned from, the next `validation` ones decide when to stop, and each row of the
/// `test` ones behind them from which a whole horizon is left is an origin: with a step of 1 those are
/// `test - horizon + 1` windows, and none is dropped for not filling a batch. Inputs reach back before the
/// test rows. Sources: H. Zhou et al., "Informer", AAAI 2021 (the split); X. Qiu et al., "TFB: Towards
/// Comprehensive and Fair Benchmarking of Time Series Forecasting Methods", VLDB 2024 (dropped windows).
public struct HeldOutSplit: CrossValidationScheme, Equatable {
    /// Rows to learn from, from the first on.
    public var train: Int
    /// Rows behind them that decide when to stop.
    public var validation: Int
    /// Rows behind those that are tested on; what follows is not looked at.
    public var test: Int
    /// Rows of each forecast.
    public var horizon: Int
    /// Rows between the origins of two windows.
    public var step: Int

    /// Makes a split; see the properties.
    public init(train: Int, validation: Int, test: Int, horizon: Int, step: Int = 1) {
        self.train = train
        self.validation = validation
        self.test = test
        self.horizon = horizon
        self.step = step
    }

    /// A split of so many rows by shares: training and test rows are rounded down, and if the shares have a
    /// sum of 1 the validation rows are all others.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for shares that are not from 0
    ///   to 1, or whose sum is above 1.
    public init(
        shares: (train: Double, validation: Double, test: Double),
        of count: Int,
        horizon: Int,
        step: Int = 1
    ) throws(ForecastingError) {
        let sum = shares.train + shares.validation + shares.test
        guard [shares.train, shares.validation, shares.test].allSatisfy({ (0...1).contains($0) }),
            sum <= 1 + 1e-9
        else {
            throw .invalidSetting(
                name: "split",
                value: "\(shares.train):\(shares.validation):\(shares.test)",
                requirement: "has shares from 0 to 1 whose sum is at most 1"
            )
        }
        // Less what rounding takes away: 0.7 times 10 is a little less than 7.
        func rows(_ share: Double) -> Int { Int(share * Double(count) + 1e-9) }
        let (train, test) = (rows(shares.train), rows(shares.test))
        let isWhole = shares.validation > 0 && abs(sum - 1) <= 1e-9
        self.init(
            train: train,
            validation: isWhole ? count - train - test : rows(shares.validation),
            test: test,
            horizon: horizon,
            step: step
        )
    }

    /// One fit, and the windows of the test rows.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a setting out of range,
    ///   ``ForecastingError/tooShort(what:needed:available:)`` for fewer rows than the split has, or fewer
    ///   test rows than a horizon.
    public func plan(count: Int) throws(ForecastingError) -> CrossValidationPlan {
        for (name, value, least) in [
            ("training rows", train, 1), ("validation rows", validation, 0), ("test rows", test, 1),
            ("horizon", horizon, 1), ("step", step, 1),
        ] where !(least...1_000_000_000).contains(value) {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is from \(least) to 1000000000"
            )
        }
        let first = train + validation
        guard first + test <= count else {
            throw .tooShort(
                what: "a split of \(train), \(validation) and \(test) rows",
                needed: first + test,
                available: count
            )
        }
        guard horizon <= test else {
            throw .tooShort(what: "a window of the test rows", needed: horizon, available: test)
        }
        return CrossValidationPlan(
            fits: [
                CrossValidationPlan.Fit(
                    segments: [0..<train],
                    validation: validation > 0 ? train..<first : nil
                )
            ],
            windows: stride(from: first, through: first + test - horizon, by: step).map {
                CrossValidationPlan.Window(fit: 0, test: $0..<($0 + horizon))
            }
        )
    }
}
