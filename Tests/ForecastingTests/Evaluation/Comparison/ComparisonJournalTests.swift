import ConcurrencyTestSupport
import DataParallel
import Forecasting
import TestSupport
import Testing

/// Comparisons that go on where another one was stopped.
@Suite struct ComparisonJournalTests {
    /// Keeps batches in memory, up to a number.
    private final class Journal: ComparisonJournal {
        private let batches = Locked<[ComparisonBatch.Key: ComparisonBatch]>([:])
        private let limit: Int

        init(limit: Int = .max) { self.limit = limit }

        var count: Int { batches.withLock { $0.count } }

        func forecasts(of key: ComparisonBatch.Key) -> ComparisonBatch? {
            batches.withLock { $0[key] }
        }

        func keep(_ batch: ComparisonBatch, of key: ComparisonBatch.Key) {
            batches.withLock { if $0.count < limit { $0[key] = batch } }
        }
    }

    /// Counts its fits; fails where a series is too short for it.
    private struct Counting: Forecaster {
        let base: any Forecaster
        let fits = Locked(0)
        var name: String { base.name }
        var horizon: Int { base.horizon }
        func fit(
            _ data: TrainingData,
            on parallelism: Parallelism
        ) throws(ForecastingError) -> any FittedForecaster {
            fits.withLock { $0 += 1 }
            return try base.fit(data, on: parallelism)
        }
    }

    private let scheme = RollingOrigin(windows: 12, horizon: 3, step: 2, refit: .every(3))

    private func models() throws -> [Counting] {
        try [
            Counting(base: SeasonalNaiveForecaster(horizon: 3, seasonLength: 3)),
            Counting(base: RidgeForecaster(.nlinear, inputLength: 8, horizon: 3)),
        ]
    }

    @Test(arguments: [0, 1, 5, .max])
    func whatIsKnownIsNotFittedAgain(kept: Int) throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 120)
        let comparison = try ModelComparison(scheme, season: 3)
        let plain = try comparison.run(try models(), on: table)
        let journal = Journal(limit: kept)
        #expect(try comparison.run(try models(), on: table, journal: journal) == plain)
        let all = try comparison.batchCount(models: 2, on: table)
        #expect(all == 8)
        #expect(journal.count == min(kept, all))
        let again = try models()
        let handed = Locked(0)
        let result = try comparison.run(
            again,
            on: table,
            journal: journal,
            forecast: { part in handed.withLock { $0 += part.windows.count } }
        )
        #expect(result == plain)
        #expect(handed.withLock { $0 } == 24)
        #expect(again.reduce(0) { $0 + $1.fits.withLock { $0 } } == all - min(kept, all))
    }

    /// Intervals by validation rows need what the fit found there.
    @Test func widthsOfIntervalsAreKept() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 120)
        let held = HeldOutSplit(train: 70, validation: 25, test: 25, horizon: 3, step: 1)
        let comparison = try ModelComparison(
            held,
            coverages: [0.5, 0.8],
            calibration: .validationRows
        )
        let journal = Journal()
        let plain = try comparison.run(try models(), on: table, journal: journal)
        let again = try models()
        #expect(try comparison.run(again, on: table, journal: journal) == plain)
        #expect(again.allSatisfy { $0.fits.withLock { $0 } == 0 })
        #expect(plain.models[1].total.intervals.allSatisfy { $0.coverage > 0 })
    }

    @Test func batchesOfOtherWindowsAreNotTaken() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 120)
        let journal = Journal()
        _ = try ModelComparison(scheme).run(try models(), on: table, journal: journal)
        var other = scheme
        other.step = 3
        let again = try models()
        let result = try ModelComparison(other).run(again, on: table, journal: journal)
        #expect(result == (try ModelComparison(other).run(try models(), on: table)))
    }
}
