extension NetworkRecipe {
    /// The settings that all networks share.
    static var trainingSettings: [CatalogSetting<NetworkRecipe>] {
        [
            CatalogSetting("steps", \.steps, .integer(1...1_000_000_000), "batches to train on"),
            CatalogSetting(
                "epochs",
                \.epochs,
                .optional(.integer(), or: "none"),
                "passes over all windows, in place of steps"
            ),
            CatalogSetting(
                "batch-size",
                \.training.batchSize,
                .integer(),
                "windows of a batch"
            ),
            CatalogSetting(
                "learning-rate",
                \.training.learningRate,
                .positive,
                "before the schedule"
            ),
            CatalogSetting(
                "loss",
                \.training.loss,
                .loss,
                "mse, mae, huber:1, quantile:0.1,0.5,0.9 (gives these quantiles), mape, smape or"
                    + " mase:SEASON"
            ),
            CatalogSetting(
                "schedule",
                \.training.schedule,
                .schedule,
                "of the learning rate: constant, cosine:WARMUP,LEAST, step:EVERY,FACTOR or"
                    + " plateau:PATIENCE,FACTOR"
            ),
            CatalogSetting(
                "optimizer",
                \.training.optimizer,
                .optimizer,
                "adam:BETA1,BETA2,EPSILON, adamw (alike), sgd:MOMENTUM or rmsprop:DECAY,EPSILON"
            ),
            CatalogSetting(
                "normalization",
                \.normalization,
                .word,
                "what is taken out of windows and put back: "
                    + WindowNormalization.allCases.map(\.rawValue).joined(separator: ", ")
            ),
            CatalogSetting(
                "patience",
                \.training.patience,
                .optional(.integer(), or: "none"),
                "validations without a better one after which training stops; needs validation rows"
            ),
            CatalogSetting(
                "validation-interval",
                \.training.validationInterval,
                .optional(.integer(), or: "none"),
                "steps between validations; none: once in an epoch"
            ),
            CatalogSetting(
                "gradient-norm",
                \.training.gradientNorm,
                .optional(.positive, or: "none"),
                "greater gradients are scaled down to it"
            ),
            CatalogSetting(
                "weight-decay",
                \.training.weightDecay,
                .notNegative,
                "how fast weights shrink"
            ),
        ]
    }

    /// The forecaster that is meant.
    func forecaster(_ architecture: Architecture, _ request: ModelRequest) -> NetworkForecaster {
        var training = training
        training.length = epochs.map { .epochs($0) } ?? .steps(steps)
        training.seed = request.seed
        return NetworkForecaster(
            architecture,
            inputLength: request.inputLength,
            horizon: request.horizon,
            normalization: normalization,
            training: training
        )
    }
}
