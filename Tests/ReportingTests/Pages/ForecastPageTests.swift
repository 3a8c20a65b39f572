import Forecasting
import Foundation
import MarketData
import TestSupport
import Testing

@testable import Reporting

@Suite struct ForecastPageTests {
    private static func page(
        channels: [String] = ["A", "B"],
        windows: Int = 24,
        horizon: Int = 5,
        hasTimes: Bool = true,
        onlyBaseline: Bool = false
    ) throws -> (html: String, diagnostics: ForecastDiagnostics) {
        let prices = SyntheticPrices.randomWalk(
            bars: 300,
            symbols: channels,
            interval: 86_400,
            seed: 9
        )
        let table = try SeriesTable(
            channels: channels,
            columns: channels.indices.map { channel in
                (0..<300).map { prices[bar: $0, symbol: channel] }
            },
            timestamps: hasTimes ? prices.timestamps : nil
        )
        let scheme = RollingOrigin(windows: windows, horizon: horizon, step: horizon, refit: .never)
        let baseline = SeasonalNaiveForecaster(horizon: horizon, seasonLength: 1)
        let models: [any Forecaster] =
            onlyBaseline
            ? [baseline]
            : [try RidgeForecaster(.nlinear, inputLength: 12, horizon: horizon), baseline]
        let diagnostics = ForecastDiagnostics(
            models: models.count,
            table: table,
            plan: try scheme.plan(count: table.count),
            horizon: horizon,
            coverages: 1
        )
        let result = try ModelComparison(scheme, coverages: [0.8]).run(
            models,
            on: table,
            parallelism: .sequential,
            forecast: { diagnostics.add($0) }
        )
        let page = ForecastPage(
            subject: ForecastPage.Subject(
                source: "a <file>",
                facts: [("windows", "some")],
                table: table,
                baseline: models.count - 1,
                levels: ["80"],
                season: 1,
                seed: 3,
                horizon: horizon
            ),
            result: result,
            diagnostics: diagnostics,
            digest: Digest(of: [1]),
            run: PageRun(command: "apus forecast cv", version: "1.2.3")
        )
        return (try page.html, diagnostics)
    }

    @Test func sectionsComeInOrder() throws {
        let html = try Self.page().html
        var rest = html[...]
        for id in ["finding", "models", "forecasts", "errors", "residuals", "method"] {
            let place = try #require(rest.firstRange(of: "<h2 id=\"\(id)\">"), "\(id)")
            rest = rest[place.upperBound...]
        }
        for text in ["http:", "https:", "src=", "@import", "url(", "{{", "<file>"] {
            #expect(!html.contains(text), "\(text)")
        }
        #expect(html.contains("a &lt;file&gt;"))
    }

    /// Charts of the script's JSON by their labels.
    private static func charts(_ html: String) throws -> [(label: String, data: [String: Any])] {
        try html.split(separator: "<figure class=\"chart").dropFirst().map { part in
            let label = try #require(part.split(separator: "aria-label=\"").dropFirst().first)
            let json = try #require(
                part.split(separator: "<script type=\"application/json\">").dropFirst().first
            )
            let text = try #require(json.split(separator: "</script>").first)
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return (
                String(label.prefix { $0 != "\"" }), try #require(object as? [String: Any])
            )
        }
    }

    @Test func chartsHoldTheirValues() throws {
        let (html, diagnostics) = try Self.page()
        let charts = try Self.charts(html)
        let errors = try #require(
            charts.first { $0.label.hasPrefix("Mean absolute error by step") }
        )
        #expect(errors.data["names"] as? [String] == (1...5).map { "step \($0)" })
        let curves = try #require(errors.data["curves"] as? [[String: Any]])
        for curve in curves {
            let texts = try #require(curve["texts"] as? [String])
            let expected = (0..<2).map { model in
                diagnostics.model(model).steps.map { Format.significant($0.meanAbsoluteError) }
            }
            #expect(expected.contains(texts))
        }
        #expect(curves.count == 2)
        // 8 windows, the best and the worst, of two series.
        let windows = charts.filter { $0.label.contains("in window") }
        #expect(windows.count == 20)
        for chart in windows {
            let names = try #require(chart.data["names"] as? [String])
            #expect(names.count == 15)
            let curves = try #require(chart.data["curves"] as? [[String: Any]])
            let truth = try #require(curves[0]["texts"] as? [String])
            #expect(truth.allSatisfy { !$0.isEmpty })
            let forecast = try #require(curves[1]["texts"] as? [String])
            #expect(forecast.prefix(10).allSatisfy { $0.isEmpty })
            #expect(forecast.suffix(5).allSatisfy { !$0.isEmpty })
        }
        // The residuals of the winner and of the baseline, which may be one.
        let diagnosed = html.contains("No model has a lower MSE") ? 1 : 2
        #expect(html.ranges(of: "class=\"picked\"").count == 20 + 2 * diagnosed)
        #expect(html.ranges(of: " hidden>\n<figure").count == 19)
    }

    /// Of a random walk nobody beats the last value by more than chance.
    @Test func findsNothingWhereNothingIs() throws {
        let html = try Self.page(windows: 40).html
        #expect(html.contains("<section class=\"verdict unsupported\""))
    }

    @Test func edgeCasesHaveAPage() throws {
        let alone = try Self.page(onlyBaseline: true).html
        #expect(alone.contains("nothing was compared with it"))
        let single = try Self.page(windows: 1, horizon: 1).html
        #expect(single.contains("There is one window."))
        #expect(single.contains("too few windows to say how sure that is"))
        let untimed = try Self.page(hasTimes: false).html
        #expect(untimed.contains("from row 181"))
        let many = try Self.page(
            channels: (0..<30).map { "S\($0)" },
            windows: 2,
            horizon: 100
        ).html
        #expect(many.utf8.count < 1_500_000)
    }
}
