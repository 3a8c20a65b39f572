import Forecasting
import TestSupport
import Testing

@testable import Studies

/// What studies of forecasts keep, as text and back.
@Suite struct ForecastEntryTests {
    private static let odd: [Double] = [
        .nan, .infinity, -.infinity, -0.0, 0.1, .leastNonzeroMagnitude, -1.7976931348623157e308,
    ]

    private static func batch(levels: [Double], withWidths: Bool) -> ComparisonBatch {
        var random = SeededRandom(seed: 4)
        var forecasts = Forecasts(
            origins: [7, 9, 400_000],
            channelCount: 2,
            horizon: 4,
            quantileLevels: levels
        )
        func number(_ place: Int) -> Double {
            place < odd.count
                ? odd[place] : Double(bitPattern: UInt64.random(in: 0..<(1 << 62), using: &random))
        }
        for place in forecasts.points.indices { forecasts.points[place] = number(place) }
        for place in forecasts.quantiles.indices { forecasts.quantiles[place] = number(place + 3) }
        let widths = [(0..<8).map { number($0) }, (0..<8).map { number($0 + 5) }]
        return ComparisonBatch(forecasts: forecasts, halfWidths: withWidths ? widths : nil)
    }

    private static func bits(_ batch: ComparisonBatch) -> [UInt64] {
        let forecasts = batch.forecasts
        let numbers =
            forecasts.quantileLevels + forecasts.points + forecasts.quantiles
            + (batch.halfWidths ?? []).flatMap { $0 + [.pi] }
        // One NaN is as good as another.
        return numbers.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
    }

    @Test(arguments: [[], [0.1, 0.9]], [false, true])
    func batchesComeBackBitByBit(levels: [Double], withWidths: Bool) throws {
        let batch = Self.batch(levels: levels, withWidths: withWidths)
        let back = try #require(ComparisonBatch(text: batch.text))
        #expect(back.forecasts.origins == batch.forecasts.origins)
        #expect(back.forecasts.horizon == 4 && back.forecasts.channelCount == 2)
        #expect(Self.bits(back) == Self.bits(batch))
        #expect((back.halfWidths == nil) == !withWidths)
    }

    @Test(arguments: ["", "{}", "{\n\"origins\":[1]\n}"])
    func otherTextsAreNone(_ text: String) {
        #expect(ComparisonBatch(text: text) == nil)
        #expect(TrialResult.Outcome(text: text) == nil)
        #expect(TrialResult.Key(text: text) == nil)
    }

    @Test func textsWithAnotherNumberOfValuesAreNone() {
        let text = Self.batch(levels: [0.5], withWidths: true).text
        #expect(
            ComparisonBatch(text: text.replacing("\"horizon\":4", with: "\"horizon\":5")) == nil
        )
        #expect(
            ComparisonBatch(text: text.replacing("\"coverages\":2", with: "\"coverages\":3")) == nil
        )
    }

    @Test func trialsComeBack() {
        let outcomes: [TrialResult.Outcome] = [
            .score(0.1), .score(-0.0), .score(.leastNonzeroMagnitude),
            .failure("no \"value\"\n, \\ at all"),
        ]
        for outcome in outcomes { #expect(TrialResult.Outcome(text: outcome.text) == outcome) }
        for key in [TrialResult.Key(trial: 0, rung: 0), TrialResult.Key(trial: 12_345, rung: 3)] {
            #expect(TrialResult.Key(text: key.text) == key)
        }
    }

    @Test func sessionsHaveWhatEarlierOnesKept() throws {
        let directory = try TemporaryDirectory()
        func session(_ start: StudySession.Start = .standard) throws -> StudySession {
            try StudySession(
                StudySpecification(command: "x", arguments: [], directory: "/", parts: []),
                at: StudyAddress(path: directory.path("s.sqlite")),
                start: start,
                total: nil,
                workers: 1,
                storageFailed: {}
            )
        }
        let key = ComparisonBatch.Key(model: 1, fit: 2, batch: 0)
        let batch = Self.batch(levels: [0.5], withWidths: true)
        var first: StudySession? = try session()
        first?.keep(batch, of: key)
        try first?.end(.stopped)
        first = nil
        let second = try session(.resume)
        let back = try #require(second.forecasts(of: key))
        #expect(Self.bits(back) == Self.bits(batch))
        #expect(second.forecasts(of: ComparisonBatch.Key(model: 1, fit: 2, batch: 1)) == nil)
        #expect(try second.trials().isEmpty)
        try second.end(.complete)
    }
}
