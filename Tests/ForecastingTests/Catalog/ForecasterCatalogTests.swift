import Testing

@testable import Forecasting

@Suite struct ForecasterCatalogTests {
    /// What each setting may be set to, other than its default.
    private static let others: [String: String] = [
        "levels": "0.1,0.9", "season": "3", "window": "5", "variant": "dynamic", "form": "MAdN",
        "paths": "7", "order": "2", "maximum-order": "4", "penalty": "0.25", "kernel": "5",
        "activation": "gelu", "dropout": "0.25", "stacks": "generic,trend:2,seasonality:3",
        "blocks": "4", "layers": "2", "pooling": "4,1", "downsampling": "2,1",
        "encoder-layers": "2", "decoder-layers": "2", "decoder-width": "3",
        "temporal-hidden": "6", "steps": "3", "epochs": "1", "batch-size": "8",
        "learning-rate": "0.01", "loss": "quantile:0.1,0.5,0.9", "schedule": "step:2,0.5",
        "optimizer": "sgd:0.5", "normalization": "none", "patience": "2",
        "validation-interval": "1", "gradient-norm": "1.5", "weight-decay": "0.01",
        "channels": "5", "patch-length": "12", "stride": "4", "width": "32", "heads": "2",
    ]

    private static func other(_ name: String, of model: ModelDescription) -> String? {
        switch (model.name, name) {
        // What 24 values allow, and what is not the default.
        case ("tcn", "blocks"): return "1"
        case ("itransformer", "layers"): return "3"
        default: break
        }
        guard name == "hidden" else { return others[name] }
        // One number, or one for each layer.
        return ["mlp", "n-hits"].contains(model.name) ? "12,8" : "12"
    }

    @Test func everyModelThatAFileCanHoldIsThere() {
        let names = ForecasterCatalog.models.map(\.name)
        #expect(Set(names).subtracting(["n-beats-interpretable"]) == Set(ModelCatalog.names))
        #expect(names.count == Set(names).count)
        #expect(names.first == "naive")
    }

    @Test(arguments: ForecasterCatalog.models)
    func documentedDefaultsAreTheDefaults(model: ModelDescription) throws {
        let left = try ForecasterCatalog.forecaster(model.name, inputLength: 24, horizon: 6)
        let defaults = model.settings.map { ($0.name, $0.defaultValue) }
        let set = try ForecasterCatalog.forecaster(
            model.name,
            inputLength: 24,
            horizon: 6,
            settings: Dictionary(uniqueKeysWithValues: defaults)
        )
        #expect("\(left)" == "\(set)")
        #expect(left.horizon == 6)
        // The interpretable N-BEATS is an N-BEATS.
        #expect(model.name.hasPrefix(left.name))
    }

    @Test(arguments: ForecasterCatalog.models)
    func everySettingDoesSomething(model: ModelDescription) throws {
        let left = try ForecasterCatalog.forecaster(model.name, inputLength: 24, horizon: 6)
        for setting in model.settings {
            let value = try #require(Self.other(setting.name, of: model), "\(setting.name)")
            var settings = [setting.name: value]
            if ["pooling", "downsampling"].contains(setting.name) {
                settings = ["pooling": "4,1", "downsampling": "2,1"]
            }
            let set = try ForecasterCatalog.forecaster(
                model.name,
                inputLength: 24,
                horizon: 6,
                settings: settings
            )
            #expect("\(left)" != "\(set)", "\(setting.name)")
        }
    }

    @Test(arguments: ForecasterCatalog.models)
    func modelsWithAllSettingsSetCanBeFitted(model: ModelDescription) throws {
        let pairs = model.settings.map { ($0.name, Self.other($0.name, of: model) ?? "") }
        let forecaster = try ForecasterCatalog.forecaster(
            model.name,
            inputLength: 24,
            horizon: 6,
            settings: Dictionary(uniqueKeysWithValues: pairs),
            seed: 3
        )
        let table = try SyntheticSeries.waves(rows: 90, channels: 2, level: 20, seed: 1)
        let data = try TrainingData(table, train: 0..<70, validation: 70..<90)
        let fitted = try forecaster.fit(data, on: .sequential)
        let forecasts = try fitted.predict(table, origins: [90], on: .sequential)
        #expect(forecasts.points.allSatisfy { $0.isFinite })
        // Every kind of model gives quantiles, but the closed forms.
        #expect(fitted.quantileLevels.isEmpty == model.name.hasSuffix("-ridge"))
    }

    @Test func settingsAreRead() throws {
        let made = try ForecasterCatalog.forecaster(
            "n-hits",
            inputLength: 24,
            horizon: 6,
            settings: [
                "epochs": "4", "optimizer": "adamw:0.8", "schedule": "plateau:3,0.25",
                "loss": "huber:2", "normalization": "none",
            ],
            seed: 9
        )
        let network = try #require(made as? NetworkForecaster)
        #expect(network.training.length == .epochs(4))
        #expect(network.training.optimizer == .adamW(beta1: 0.8))
        #expect(network.training.schedule == .plateau(patience: 3, factor: 0.25))
        #expect(network.training.loss == .huber(delta: 2))
        #expect(network.training.seed == 9)
        #expect(network.normalization == .off)
    }

    @Test func unknownModelsNameTheNearest() {
        #expect(
            throws: ForecastingError.unknownName(
                what: "model",
                name: "nhits",
                nearest: "n-hits",
                list: "`apus forecast models` tells all 24"
            )
        ) { try ForecasterCatalog.description(of: "nhits") }
        #expect(
            ForecastingError.unknownName(
                what: "model",
                name: "oracle",
                nearest: nil,
                list: "there are a, b"
            ).description == "there is no model oracle: there are a, b"
        )
    }

    @Test func unknownSettingsNameTheNearest() {
        #expect(
            throws: ForecastingError.unknownName(
                what: "setting of theta",
                name: "sason",
                nearest: "season",
                list: "there are variant, season, levels"
            )
        ) {
            try ForecasterCatalog.forecaster(
                "theta",
                inputLength: 1,
                horizon: 1,
                settings: ["sason": "7"]
            )
        }
    }

    @Test(arguments: [
        ("dropout", "1"), ("dropout", "much"), ("hidden", "12,,8"), ("hidden", "0"),
        ("steps", "1.5"), ("steps", "-3"), ("steps", ""), ("loss", "quantile:0.9,0.1"),
        ("loss", "quantile"), ("loss", "mse:3"), ("loss", "huber:x"), ("loss", "huber:0"),
        ("optimizer", "adam:2"), ("optimizer", "lbfgs"), ("schedule", "step:0"),
        ("schedule", "cosine:1,2,3"), ("normalization", "some"), ("gradient-norm", "0"),
        ("learning-rate", "inf"), ("patience", "0"), ("weight-decay", "nan"),
    ])
    func badValuesSayWhatIsAllowed(key: String, value: String) throws {
        let error = #expect(throws: ForecastingError.self) {
            try ForecasterCatalog.forecaster(
                "n-hits",
                inputLength: 24,
                horizon: 6,
                settings: [key: value]
            )
        }
        guard case .invalidSetting(let name, let found, let requirement) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(name == "\(key) of n-hits")
        #expect(found == (value.isEmpty ? "empty" : value))
        #expect(requirement.hasPrefix("is "))
    }

    @Test func settingsThatContradictEachOtherAreAnError() {
        #expect(
            throws: ForecastingError.mismatch(
                what: "downsampling of the stacks",
                expected: 2,
                found: 3
            )
        ) {
            try ForecasterCatalog.forecaster(
                "n-hits",
                inputLength: 24,
                horizon: 6,
                settings: ["pooling": "2,1"]
            )
        }
    }

    @Test(arguments: ForecasterCatalog.models)
    func lengthsAreChecked(model: ModelDescription) {
        for (input, horizon, name) in [(24, 0, "horizon"), (0, 6, "input length")] {
            #expect(
                throws: ForecastingError.invalidSetting(
                    name: name,
                    value: "0",
                    requirement: "is from 1 to 1000000"
                )
            ) {
                try ForecasterCatalog.forecaster(
                    model.name,
                    inputLength: input,
                    horizon: horizon
                )
            }
        }
    }
}
