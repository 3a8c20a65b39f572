/// The models that are fitted to each channel by itself.
enum LocalEntries {
    /// What their settings are.
    private struct Settings: Sendable {
        var levels: [Double] = []
        var season: Int?
        var window: Int?
        var variant = ThetaForecaster.Variant.automatic
        var form: ETSForm?
        var paths = 1000
        var order: Int?
        var maximumOrder: Int?
        var penalty = 0.0
    }
    private typealias Setting = CatalogSetting<Settings>

    private static let levels = Setting(
        "levels",
        \.levels,
        .levels,
        "levels of quantiles to forecast besides the point, such as 0.1,0.9; none for no quantiles"
    )
    private static let season = Setting(
        "season",
        \.season,
        .optional(.integer(), or: "auto"),
        "rows after which the season repeats; 1 for none; auto: by the spacing of the timestamps"
    )

    /// R's limit: with more, there are too many seasonal states to fit.
    private static let longestETSSeason = 24

    static let all: [CatalogEntry] = [
        CatalogEntry(
            "naive",
            "The last value goes on: what every other model has to beat, hard to beat for prices.",
            defaults: Settings(),
            [levels]
        ) { settings, request in
            NaiveForecaster(horizon: request.horizon, quantileLevels: settings.levels)
        },
        CatalogEntry(
            "seasonal-naive",
            "The last season repeats: the measure for series with a strong, steady season.",
            defaults: Settings(),
            [season, levels]
        ) { settings, request in
            seasonal(
                settings.season,
                SeasonalNaiveForecaster(
                    horizon: request.horizon,
                    seasonLength: 1,
                    quantileLevels: settings.levels
                )
            )
        },
        CatalogEntry(
            "drift",
            "The last value and the mean slope of the past: for series that grow steadily.",
            defaults: Settings(),
            [levels]
        ) { settings, request in
            DriftForecaster(horizon: request.horizon, quantileLevels: settings.levels)
        },
        CatalogEntry(
            "moving-average",
            "The mean of the last values: for noise around a level that moves slowly.",
            defaults: Settings(),
            [
                Setting(
                    "window",
                    \.window,
                    .optional(.integer(), or: "input"),
                    "last values to average; input: the input length"
                ),
                levels,
            ]
        ) { settings, request in
            MovingAverageForecaster(
                horizon: request.horizon,
                window: settings.window ?? request.inputLength,
                quantileLevels: settings.levels
            )
        },
        CatalogEntry(
            "theta",
            "Smoothing and half the trend: robust and quick on business and economic series.",
            defaults: Settings(),
            [
                Setting(
                    "variant",
                    \.variant,
                    .word(ThetaForecaster.Variant.allCases.map { ("\($0)", $0) }),
                    "standard, optimized, dynamic, or automatic: the better of the last two"
                ),
                season, levels,
            ]
        ) { settings, request in
            seasonal(
                settings.season,
                ThetaForecaster(
                    horizon: request.horizon,
                    seasonLength: 1,
                    variant: settings.variant,
                    quantileLevels: settings.levels
                )
            )
        },
        CatalogEntry(
            "ets",
            "Exponential smoothing, its form chosen by AICc: for level, trend and season that change.",
            defaults: Settings(),
            [
                Setting(
                    "form",
                    \.form,
                    .optional(.form, or: "auto"),
                    "error, trend and season as in AAdM (N none, A additive, Ad damped, M"
                        + " multiplicative); auto: by AICc"
                ),
                Setting(
                    "season",
                    \.season,
                    .optional(.integer(), or: "auto"),
                    "rows after which the season repeats; 1 for none; auto: by the spacing of the"
                        + " timestamps, up to \(longestETSSeason)"
                ),
                levels,
                Setting(
                    "paths",
                    \.paths,
                    .integer(),
                    "simulated paths where quantiles have no formula"
                ),
            ]
        ) { settings, request in
            seasonal(
                settings.season,
                longest: longestETSSeason,
                ETSForecaster(
                    horizon: request.horizon,
                    seasonLength: 1,
                    form: settings.form,
                    quantileLevels: settings.levels,
                    pathCount: settings.paths,
                    seed: UInt32(truncatingIfNeeded: request.seed)
                )
            )
        },
        CatalogEntry(
            "ar",
            "Each value a linear function of the last ones: for stationary series such as returns.",
            defaults: Settings(),
            [
                Setting(
                    "order",
                    \.order,
                    .optional(.integer(0...10_000), or: "auto"),
                    "values before that count; auto: by AICc"
                ),
                Setting(
                    "maximum-order",
                    \.maximumOrder,
                    .optional(.integer(0...10_000), or: "auto"),
                    "the greatest order considered; auto: by the length of the series"
                ),
                Setting("penalty", \.penalty, .notNegative, "ridge penalty, without unit"),
                levels,
            ]
        ) { settings, request in
            AutoregressiveForecaster(
                horizon: request.horizon,
                order: settings.order,
                maximumOrder: settings.maximumOrder,
                penalty: settings.penalty,
                quantileLevels: settings.levels
            )
        },
    ]

    /// A model of a given season, or one that is found when there is data.
    private static func seasonal(
        _ season: Int?,
        longest: Int = .max,
        _ model: some SeasonalModel
    ) -> any Forecaster {
        guard let season else { return AutomaticSeason(model: model, longest: longest) }
        var model = model
        model.seasonLength = season
        return model
    }
}

extension SettingKind<ETSForm> {
    /// A form as in "AAdM".
    static var form: Self {
        let forms = ETSForm.ErrorKind.allCases.flatMap { error in
            ETSForm.TrendKind.allCases.flatMap { trend in
                ETSForm.SeasonKind.allCases.map { season in
                    ETSForm(error: error, trend: trend, season: season)
                }
            }
        }
        return word(
            forms.map { form in
                let text = form.description.filter { $0 != "," }.dropFirst("ETS(".count)
                return (String(text.dropLast()), form)
            }
        )
    }
}
