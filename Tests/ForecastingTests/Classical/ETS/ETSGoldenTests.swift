import Testing

@testable import Forecasting

/// Exponential smoothing of the air-passengers series against statsmodels 0.15.0
/// (`statsmodels.tsa.exponential_smoothing.ets.ETSModel`).
@Suite struct ETSGoldenTests {
    struct Given: Sendable {
        let form: ETSForm
        let logLikelihood: Double
        let level: Double
        let trend: Double
        let forecasts: [Double]
    }

    private static let additiveSeasons: [Double] = [
        -24, -30, -2, -8, -4, 35, 60, 58, 16, -20, -52, -29,
    ]
    private static let factors = [
        0.91, 0.89, 1.01, 0.98, 0.98, 1.11, 1.22, 1.21, 1.06, 0.92, 0.80, 0.91,
    ]

    /// `ETSModel.smooth`, and for multiplicative seasons, where statsmodels departs from the book's
    /// equations, `pegelsresid_C` of statsforecast 2.1.1; with smoothing 0.4, 0.05, 0.3, damping 0.95, level 120, trend 1.5.
    static let given: [Given] = [
        Given(
            form: ETSForm(),
            logLikelihood: -748.2542095197996,
            level: 449.9435566831507,
            trend: 0,
            forecasts: [449.9435566831507, 449.9435566831507, 449.9435566831507]
        ),
        Given(
            form: ETSForm(trend: .additive),
            logLikelihood: -760.3342063085532,
            level: 457.87575616730845,
            trend: -2.9385840332897306,
            forecasts: [454.93717213401874, 451.998588100729, 449.0600040674393]
        ),
        Given(
            form: ETSForm(trend: .damped, season: .additive),
            logLikelihood: -652.8029507276132,
            level: 493.1047127662759,
            trend: 2.209267921444265,
            forecasts: [468.4470644198994, 456.60021671029784, 507.4367200054403]
        ),
        Given(
            form: ETSForm(error: .multiplicative, trend: .additive, season: .multiplicative),
            logLikelihood: -551.9112194141272,
            level: 501.02265138407586,
            trend: 4.709806836344519,
            forecasts: [455.222059047737, 436.41387492917835, 505.30137886919294]
        ),
        Given(
            form: ETSForm(error: .multiplicative, trend: .damped, season: .multiplicative),
            logLikelihood: -552.9374159490496,
            level: 489.11939683174546,
            trend: 3.531895630316676,
            forecasts: [453.1438332295945, 433.3930074342483, 500.36512105883446]
        ),
        Given(
            form: ETSForm(error: .multiplicative, season: .multiplicative),
            logLikelihood: -558.8057249061801,
            level: 456.427887294348,
            trend: 0,
            forecasts: [446.38866898739036, 423.2038572266047, 483.76345828422706]
        ),
        Given(
            form: ETSForm(error: .multiplicative, season: .additive),
            logLikelihood: -657.170585704157,
            level: 467.68557889350643,
            trend: 0,
            forecasts: [457.7977899800668, 441.14832841310096, 487.098532344218]
        ),
        Given(
            form: ETSForm(trend: .additive, season: .multiplicative),
            logLikelihood: -579.6460327552927,
            level: 501.02265138407586,
            trend: 4.709806836344519,
            forecasts: [455.222059047737, 436.41387492917835, 505.30137886919294]
        ),
        Given(
            form: ETSForm(error: .multiplicative, trend: .damped),
            logLikelihood: -717.6229455452152,
            level: 455.0419102902004,
            trend: -4.577240091931964,
            forecasts: [450.693532202865, 446.56257301989643, 442.63816179607625]
        ),
    ]

    @Test(arguments: given)
    func followsTheSeriesWithGivenParameters(given: Given) {
        let form = given.form
        let smoothing = ETSSmoothing(
            level: 0.4,
            trend: form.trend == .none ? 0 : 0.05,
            season: form.season == .none ? 0 : 0.3,
            damping: form.trend == .damped ? 0.95 : 1
        )
        var state = ETSState(level: 120, trend: form.trend == .none ? 0 : 1.5)
        switch form.season {
        case .none: break
        case .additive: state.seasons = Self.additiveSeasons
        case .multiplicative: state.seasons = Self.factors
        }
        let errors = AirPassengers.values.withUnsafeBufferPointer {
            form.recursion.filter($0, $0.indices, smoothing, &state)
        }
        #expect(abs(state.level - given.level) < 1e-9)
        #expect(abs(state.trend - given.trend) < 1e-9)
        let n = 144.0
        let logLikelihood =
            -0.5 * n * (logarithm(2 * Double.pi * errors.squares / n) + 1) - errors.logForecasts
        #expect(abs(logLikelihood - given.logLikelihood) < 1e-8)
        var points = [0.0, 0, 0]
        points.withUnsafeMutableBufferPointer { form.recursion.simulate($0, smoothing, &state) }
        for (own, other) in zip(points, given.forecasts) { #expect(abs(own - other) < 1e-9) }
    }

    private func logarithm(_ x: Double) -> Double {
        var running = RunningLogarithm()
        running.multiply(by: x)
        return running.value
    }

    struct Optimum: Sendable {
        let form: ETSForm
        let logLikelihood: Double
        /// The forecast of the last step of 12; nil where statsmodels ends at a lesser maximum.
        let last: Double?
    }

    /// `ETSModel.fit(maxiter=20000)` with estimated initial states.
    static let optima: [Optimum] = [
        Optimum(form: ETSForm(), logLikelihood: -710.3939565491972, last: 431.9958),
        Optimum(
            form: ETSForm(error: .multiplicative),
            logLikelihood: -680.4507994804309,
            last: 431.9958
        ),
        Optimum(
            form: ETSForm(trend: .additive),
            logLikelihood: -754.0969840994208,
            last: nil
        ),
        Optimum(form: ETSForm(trend: .damped), logLikelihood: -710.2543201789299, last: nil),
        Optimum(
            form: ETSForm(season: .additive),
            logLikelihood: -586.0412864700967,
            last: 432.0002
        ),
        Optimum(
            form: ETSForm(trend: .additive, season: .additive),
            logLikelihood: -564.9837806754878,
            last: 463.1403
        ),
        Optimum(
            form: ETSForm(trend: .damped, season: .additive),
            logLikelihood: -568.8609977886451,
            last: nil
        ),
        Optimum(
            form: ETSForm(error: .multiplicative, trend: .additive, season: .additive),
            logLikelihood: -547.6548958009438,
            last: 456.0726
        ),
        Optimum(
            form: ETSForm(error: .multiplicative, season: .multiplicative),
            logLikelihood: -530.5955183784179,
            last: 432.999
        ),
        Optimum(
            form: ETSForm(error: .multiplicative, trend: .additive, season: .multiplicative),
            logLikelihood: -522.4899307974674,
            last: 457.3768
        ),
        Optimum(
            form: ETSForm(error: .multiplicative, trend: .damped, season: .multiplicative),
            logLikelihood: -525.6171162371236,
            last: 450.2436
        ),
    ]

    @Test(arguments: optima)
    func findsAtLeastAsGreatALikelihood(optimum: Optimum) throws {
        let model = ETSForecaster(horizon: 12, seasonLength: 12, form: optimum.form)
        let table = try AirPassengers.table()
        let fitted = try #require(model.fit(TrainingData(table)) as? FittedETS)
        #expect(fitted.models[0].logLikelihood > optimum.logLikelihood - 1e-3)
        if let last = optimum.last {
            let point = try fitted.predict(table, origins: [144], on: .sequential).points[11]
            #expect(abs(point - last) < 2e-4 * last)
        }
        // k counts smoothing parameters, initial states and the variance.
        let k = Double(optimum.form.parameterCount(period: 12) + 1)
        let aicc = -2 * fitted.models[0].logLikelihood + 2 * k + 2 * k * (k + 1) / (144 - k - 1)
        #expect(abs(fitted.models[0].aicc - aicc) < 1e-9)
    }

    /// The forecast package for R gives ETS(M,Ad,M) an AIC of 1395.166 on this series (published in its
    /// documentation), from a likelihood without constants; ours is at least as great, and that of the
    /// form chosen greater still.
    @Test func choosesBetterThanPublished() throws {
        let model = ETSForecaster(horizon: 12, seasonLength: 12)
        let fitted = try #require(model.fit(TrainingData(AirPassengers.table())) as? FittedETS)
        let chosen = fitted.models[0]
        #expect(
            chosen.form
                == ETSForm(error: .multiplicative, trend: .additive, season: .multiplicative)
        )
        // n (log(2 pi) + 1 - log(n)) for n = 144.
        let constant = 144 * (1.8378770664093453 + 1 - 4.969813299576001)
        #expect(-2 * chosen.logLikelihood - constant + 2 * 17 < 1395.166)
    }

    /// Of all candidates fitted one by one, the chosen one has the least criterion.
    @Test func choosesTheLeastCriterion() throws {
        let data = try TrainingData(AirPassengers.table())
        let automatic = ETSForecaster(horizon: 1, seasonLength: 12)
        let chosen = try #require(automatic.fit(data) as? FittedETS).models[0].aicc
        let forms = ETSForm.candidates(isSeasonal: true, isPositive: true)
        #expect(forms.count == 15)
        for form in forms {
            let model = ETSForecaster(horizon: 1, seasonLength: 12, form: form)
            let aicc = try #require(model.fit(data) as? FittedETS).models[0].aicc
            #expect(chosen <= aicc + 1e-6)
        }
    }
}
