/// Keeps what a comparison has forecast, so that one that was stopped goes on where it was.
public protocol ComparisonJournal: Sendable {
    /// What an earlier run of the same comparison forecast; nil if it did not come so far.
    ///
    /// Called from any thread.
    func forecasts(of key: ComparisonBatch.Key) -> ComparisonBatch?

    /// Keeps what was just forecast.
    ///
    /// Called from any thread, which should not wait for a disk.
    func keep(_ batch: ComparisonBatch, of key: ComparisonBatch.Key)
}

/// What a fitted model forecast for some of its windows, before it is scored.
public struct ComparisonBatch: Sendable, Equatable {
    /// Where a batch belongs.
    public struct Key: Hashable, Sendable {
        /// The model's place among those compared.
        public let model: Int
        /// The fit's place in the plan.
        public let fit: Int
        /// The batch's place among those of the fit.
        public let batch: Int

        /// Makes a key.
        public init(model: Int, fit: Int, batch: Int) {
            self.model = model
            self.fit = fit
            self.batch = batch
        }
    }

    /// The model's own forecasts.
    public let forecasts: Forecasts
    /// Half widths of intervals by the fit's validation rows: coverage by coverage, channel by channel, step
    /// by step; nil where intervals come from elsewhere.
    public let halfWidths: [[Double]]?

    /// Makes a batch.
    public init(forecasts: Forecasts, halfWidths: [[Double]]?) {
        self.forecasts = forecasts
        self.halfWidths = halfWidths
    }
}
