import DataParallel
import Forecasting
import TestSupport
import Testing

@Suite struct ConformalIntervalsTests {
    /// With nine errors the 90 % quantile is the largest, the 50 % one the fifth, the 10 % one the first.
    @Test func halfWidthsByHand() throws {
        let errors: [Double] = [9, 1, 5, 3, 7, 2, 8, 4, 6]
        for (coverage, width) in [(0.9, 9.0), (0.85, 9), (0.8, 8), (0.5, 5), (0.1, 1), (0.01, 1)] {
            #expect(
                try ConformalIntervals.halfWidth(of: errors, coverage: coverage) == width
            )
        }
        // 0.07 times 100 is more than 7 in floating point; the rank is 7 all the same.
        let many = (1...99).map(Double.init)
        #expect(try ConformalIntervals.halfWidth(of: many, coverage: 0.07) == 7)
    }

    @Test(arguments: [(0.9, 9), (0.95, 19), (0.99, 99), (0.5, 1), (0.8, 4)])
    func needsEnoughErrors(coverage: Double, needed: Int) throws {
        let errors = (0..<needed).map(Double.init)
        let width = try ConformalIntervals.halfWidth(of: errors, coverage: coverage)
        #expect(width == Double(needed - 1))
        #expect(
            throws: ForecastingError.tooShort(
                what: "calibrating a coverage of \(coverage)",
                needed: needed,
                available: needed - 1
            )
        ) { try ConformalIntervals.halfWidth(of: errors.dropLast(), coverage: coverage) }
    }

    /// Two channels, two steps, origins 0, 1 and 2; forecasts of zero, so errors are the values.
    @Test func calibratesEachStepAndChannel() throws {
        let table = try SeriesTable(
            channels: ["a", "b"],
            columns: [[1, -2, 3, -4], [10, .nan, 30, 40]]
        )
        var forecasts = Forecasts(origins: [0, 1, 2], channelCount: 2, horizon: 2)
        let intervals = try ConformalIntervals(
            calibrating: forecasts,
            on: table,
            coverage: 0.5
        )
        // a: 1, 2, 3 and 2, 3, 4; b: 10, 30 and 30, 40; the second of either.
        #expect(intervals.halfWidths == [2, 3, 30, 40])
        for place in forecasts.points.indices { forecasts.points[place] = 100 + Double(place) }
        let found = try intervals.intervals(forecasts)
        #expect(found.quantileLevels == [0.25, 0.75])
        #expect(found.points == forecasts.points)
        for origin in 0..<3 {
            for channel in 0..<2 {
                let points = Array(forecasts.point(origin: origin, channel: channel))
                let widths = Array(intervals.halfWidths[(2 * channel)..<(2 * channel + 2)])
                let lower = found.quantile(origin: origin, channel: channel, level: 0)
                let upper = found.quantile(origin: origin, channel: channel, level: 1)
                #expect(Array(lower) == zip(points, widths).map { $0 - $1 })
                #expect(Array(upper) == zip(points, widths).map { $0 + $1 })
            }
        }
    }

    /// 19 calibrating errors and a new one of the same distribution: the new one is within the interval of
    /// 80 % in 16 of 20 orders.
    @Test func coversWhatItPromises() throws {
        var random = SeededRandom(seed: 4)
        let trials = 4000
        var covered = 0
        for _ in 0..<trials {
            let draws = (0..<20).map { _ in Double.random(in: 0..<1, using: &random) }
            let width = try ConformalIntervals.halfWidth(of: Array(draws[..<19]), coverage: 0.8)
            if draws[19] <= width { covered += 1 }
        }
        // Four standard errors.
        #expect(abs(Double(covered) / Double(trials) - 0.8) < 0.026)
    }

    @Test func refusesWhatDoesNotFit() throws {
        let table = try SeriesTable(channels: ["a"], columns: [[1, 2, 3, 4]])
        let good = Forecasts(origins: [0, 1, 2], channelCount: 1, horizon: 2)
        for coverage in [0, 1, -0.5, .nan] {
            #expect(throws: ForecastingError.self) {
                try ConformalIntervals(calibrating: good, on: table, coverage: coverage)
            }
        }
        #expect(throws: ForecastingError.self) {
            try ConformalIntervals(calibrating: good, on: table, coverage: 0.9)
        }
        #expect(
            throws: ForecastingError.tooShort(
                what: "calibrating forecasts from row 4",
                needed: 5,
                available: 4
            )
        ) {
            try ConformalIntervals(
                calibrating: Forecasts(origins: [3, 0], channelCount: 1, horizon: 2),
                on: table,
                coverage: 0.5
            )
        }
        let wide = Forecasts(origins: [0], channelCount: 2, horizon: 2)
        #expect(throws: ForecastingError.self) {
            try ConformalIntervals(calibrating: wide, on: table, coverage: 0.5)
        }
        var broken = good
        broken.points[3] = .nan
        #expect(
            throws: ForecastingError.diverged(
                model: "the calibrated model",
                where: "step 2 of a from row 2"
            )
        ) { try ConformalIntervals(calibrating: broken, on: table, coverage: 0.5) }
        let intervals = try ConformalIntervals(calibrating: good, on: table, coverage: 0.5)
        let long = Forecasts(origins: [0], channelCount: 1, horizon: 3)
        #expect(throws: ForecastingError.self) { try intervals.intervals(wide) }
        #expect(throws: ForecastingError.self) { try intervals.intervals(long) }
    }
}
