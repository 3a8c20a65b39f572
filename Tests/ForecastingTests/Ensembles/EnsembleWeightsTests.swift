import TestSupport
import Testing

@testable import Forecasting

@Suite struct EnsembleWeightsTests {
    @Test func weighsByInverseErrors() throws {
        #expect(try EnsembleWeights.inverseError([1, 2, 2]) == [0.5, 0.25, 0.25])
        #expect(isClose(try EnsembleWeights.inverseError([1, 2], power: 2), [0.8, 0.2]))
        #expect(try EnsembleWeights.inverseError([0, 5, 0]) == [0.5, 0, 0.5])
        #expect(try EnsembleWeights.inverseError([0x1p-1070, 0x1p-1070]) == [0.5, 0.5])
        #expect(throws: ForecastingError.empty(what: "error of a member")) {
            try EnsembleWeights.inverseError([])
        }
        for errors in [[1, -1], [1, .nan], [.infinity]] {
            #expect(throws: ForecastingError.self) { try EnsembleWeights.inverseError(errors) }
        }
        for power in [0, -1, .nan] {
            #expect(throws: ForecastingError.self) {
                try EnsembleWeights.inverseError([1], power: power)
            }
        }
    }

    @Test func stacksWhatFitsBest() throws {
        var random = SeededRandom(seed: 6)
        let members = (0..<3).map { _ in
            (0..<200).map { _ in Double.random(in: -1..<1, using: &random) }
        }
        var actual = (0..<200).map { 1.5 * members[0][$0] + 0.5 * members[1][$0] - members[2][$0] }
        let raw = try EnsembleWeights.stacking(members, actual: actual, sumsToOne: false)
        #expect(raw[2] == 0 && abs(raw[0] - 1.5) < 0.2 && abs(raw[1] - 0.5) < 0.2)
        let weights = try EnsembleWeights.stacking(members, actual: actual)
        #expect(isClose(weights, raw.map { $0 / (raw[0] + raw[1]) }))
        // A place that nobody knows is left out, whatever the members say there.
        actual.append(.nan)
        let more = members.map { $0 + [.nan] }
        #expect(try EnsembleWeights.stacking(more, actual: actual) == weights)
    }

    @Test func stacksForecasts() throws {
        var random = SeededRandom(seed: 7)
        let columns = (0..<2).map { _ in
            (0..<30).map { _ in Double.random(in: -1..<1, using: &random) }
        }
        let table = try SeriesTable(channels: ["a", "b"], columns: columns)
        var good = Forecasts(origins: [3, 10, 28], channelCount: 2, horizon: 4)
        var bad = good
        for (index, origin) in good.origins.enumerated() {
            for channel in 0..<2 {
                for step in 0..<4 {
                    let place = (index * 2 + channel) * 4 + step
                    let row = origin + step
                    good.points[place] = row < 30 ? 2 * table[channel, row] : 99
                    bad.points[place] = Double.random(in: -1..<1, using: &random)
                }
            }
        }
        let weights = try EnsembleWeights.stacking([bad, good], against: table, sumsToOne: false)
        #expect(isClose(weights, [0, 0.5], within: 1e-13))
        let other = try SeriesTable(channels: ["a"], columns: [[1]])
        #expect(throws: ForecastingError.self) {
            try EnsembleWeights.stacking([good], against: other)
        }
    }

    @Test func refusesWhatDoesNotFit() throws {
        #expect(throws: ForecastingError.empty(what: "member of the ensemble")) {
            try EnsembleWeights.stacking([[Double]](), actual: [1])
        }
        #expect(
            throws: ForecastingError.mismatch(what: "values of member 1", expected: 1, found: 2)
        ) {
            try EnsembleWeights.stacking([[1, 2]], actual: [1])
        }
        #expect(throws: ForecastingError.empty(what: "value to fit weights to")) {
            try EnsembleWeights.stacking([[1]], actual: [.nan])
        }
        #expect(throws: ForecastingError.missingValue(channel: "member 2", time: 1)) {
            try EnsembleWeights.stacking([[1, 1], [1, .nan]], actual: [1, 1])
        }
        #expect(throws: ForecastingError.self) {
            try EnsembleWeights.stacking([[1, 2]], actual: [-1, -2])
        }
        #expect(try EnsembleWeights.stacking([[1, 2]], actual: [-1, -2], sumsToOne: false) == [0])
    }
}
