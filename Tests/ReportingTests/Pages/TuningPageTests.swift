import Forecasting
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite struct TuningPageTests {
    /// Scores as given, of a search over inputs and penalties.
    private static func html(_ outcomes: [TrialResult.Outcome]) throws -> String {
        let penalties = outcomes.indices.map { "\(Double($0 + 1) / 10)" }
        let tuner = try Tuner(
            TuningSpace([
                TuningBlock(
                    model: "nlinear-ridge",
                    inputs: [4],
                    settings: [(name: "penalty", values: .list(penalties))]
                )
            ]),
            search: .grid,
            scheme: RollingOrigin(windows: 3, horizon: 2),
            metric: .mse,
            season: 1,
            seed: 4
        )
        let table = try SeriesTable(channels: ["A"], columns: [(0..<60).map(Double.init)])
        let known = outcomes.enumerated().map {
            (TrialResult.Key(trial: $0.offset, rung: 0), $0.element)
        }
        // Nothing is left to be tried.
        let result = try tuner.run(
            on: table,
            known: Dictionary(uniqueKeysWithValues: known),
            parallelism: .sequential,
            forecaster: { (_) throws(ForecastingError) in throw .empty(what: "forecaster") }
        )
        let best = try #require(result.best)
        return try TuningPage(
            tuner: tuner,
            result: result,
            best: best,
            facts: [("data", "a <file>")],
            digest: Digest(of: [1]),
            run: PageRun(command: "apus forecast tune", version: "1.2.3")
        ).html
    }

    @Test func sectionsComeInOrder() throws {
        let html = try Self.html((0..<12).map { .score(Double(20 - $0)) })
        var rest = html[...]
        for id in ["finding", "history", "settings", "trials", "method"] {
            let place = try #require(rest.firstRange(of: "<h2 id=\"\(id)\">"), "\(id)")
            rest = rest[place.upperBound...]
        }
        #expect(html.contains("Trial 12, nlinear-ridge, has the lowest mse: 9.000"))
        #expect(html.contains("a &lt;file&gt;"))
        for text in ["http:", "https:", "src=", "@import", "url(", "{{", "<file>"] {
            #expect(!html.contains(text), "\(text)")
        }
        // The best so far falls with every trial, and the penalties ascend.
        let texts = (0..<12).map { "\"\(Format.significant(Double(20 - $0)))\"" }
        #expect(html.ranges(of: "[\(texts.joined(separator: ","))]").count == 3)
    }

    @Test func failuresAndSingleTrialsHaveAPage() throws {
        let failed = try Self.html([.failure("no <room>"), .score(2), .score(3)])
        #expect(failed.contains("1 trial failed; the first is trial 1: no &lt;room&gt;"))
        let single = try Self.html([.score(5)])
        #expect(single.contains("There is one trial."))
        #expect(single.contains("Every setting has one value."))
    }
}
