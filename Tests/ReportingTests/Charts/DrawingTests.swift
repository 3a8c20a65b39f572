import MarketData
import Testing

@testable import Reporting

/// Lines, samples and times of charts.
@Suite struct DrawingTests {
    @Test func linesHaveGaps() {
        let points = [(0.0, 0.0), (0.5, 1.0), (0.6, .nan), (0.75, 0.25), (1, 0.125)]
            .map { (x: $0.0, y: $0.1) }
        #expect(SVGPath.line(points) == "M0 1000L500 0M750 750L1000 875")
        #expect(
            SVGPath.area([(x: 0, y: 0.5), (x: 1, y: 1)], to: 0) == "M0 500L1000 0L1000 1000L0 1000Z"
        )
        #expect(SVGPath.area([(x: 0, y: .nan)], to: 0).isEmpty)
    }

    @Test func unitsHaveATenth() {
        #expect(SVGPath.unit(0.12345) == "123.5")
        #expect(SVGPath.unit(-0.00005) == "-0.1" || SVGPath.unit(-0.00005) == "0")
        #expect(SVGPath.unit(1) == "1000")
    }

    @Test func samplesKeepEndsAndExtremes() {
        var curve = (0..<100_000).map { Double($0 % 10) }
        curve[4_321] = 99
        curve[77_777] = -99
        let indices = ChartSample.indices([curve, curve])
        #expect(indices == indices.sorted() && Set(indices).count == indices.count)
        #expect(indices.first == 0 && indices.last == 99_999)
        #expect(indices.contains(4_321) && indices.contains(77_777))
        #expect(indices.count < 730)
        #expect(ChartSample.indices([[1, 2, 3]]) == [0, 1, 2])
        #expect(ChartSample.indices([]).isEmpty)
    }

    @Test func timesAreYearsMonthsOrDays() {
        let day: Int64 = 86_400
        func labels(_ days: Int, every: Int64 = day) -> [String] {
            TimeTicks.ticks((0..<days).map { Int64(1_577_836_800) + Int64($0) * every }).map(
                \.label
            )
        }
        #expect(labels(366 * 4) == ["2021", "2022", "2023"] || labels(366 * 4).first == "2021")
        #expect(labels(120) == ["2020-02", "2020-03", "2020-04"])
        #expect(labels(9).first == "2020-01-02")
        #expect(labels(10_000).count <= 7)
        #expect(labels(1).isEmpty)
        #expect(labels(5, every: 60).count == 1)
    }

    @Test func countsOfAHistogramAddUp() throws {
        let values = (0..<1_000).map { Double($0 % 37) - 18 } + [.nan]
        let context = Histogram(label: "x", values: values, mark: 0) { "\($0)" }.context
        let bars = try #require(context["bars"] as? [[String: Any]])
        let counts = bars.compactMap { bar in
            (bar["text"] as? String)?.split(separator: " ").last.flatMap { Int($0) }
        }
        #expect(counts.reduce(0, +) == 1_000)
        #expect(bars.contains { $0["below"] as? Bool == true })
    }
}
