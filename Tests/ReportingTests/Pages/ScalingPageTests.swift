import Foundation
import ScalingAnalysis
import Testing

@testable import Reporting

@Suite struct ScalingPageTests {
    private static let run = ScalingPage.Run(command: "apus bench --html b.html", version: "1.2.3")

    private static func page(_ reports: [ScalingReport], command: String? = nil) throws -> String {
        let run = command.map { ScalingPage.Run(command: $0, version: "1.2.3") } ?? run
        // Figures and their percent signs are kept together there.
        return try ScalingPage(reports, run: run).html.replacing("\u{a0}%", with: " %")
    }

    /// What the script reads of a chart.
    private struct ChartData: Decodable {
        struct Curve: Decodable { let texts: [String] }

        let names: [String]
        let x: [Double]
        let curves: [Curve]

        /// What a curve says at a number of threads.
        func text(_ curve: Int, threads: Int) throws -> String {
            let name = "\(threads) thread\(threads == 1 ? "" : "s")"
            return curves[curve].texts[try #require(names.firstIndex(of: name))]
        }
    }

    private static func charts(_ html: String) throws -> [ChartData] {
        try html.split(separator: "<script type=\"application/json\">").dropFirst().map { part in
            let text = try #require(part.split(separator: "</script>").first)
            return try JSONDecoder().decode(ChartData.self, from: Data(text.utf8))
        }
    }

    @Test func sectionsComeInOrder() throws {
        let html = try Self.page([try ScalingSamples.full()])
        var rest = html[...]
        for text in [
            "<h2 id=\"summary\">", "Example 9000", "<h2 id=\"workload-1\">sweep</h2>",
            "<h3>Speed-up</h3>", "<h3>Efficiency</h3>", "<h3>Setup</h3>", "<h3>Measured</h3>",
            "<h3>Measured by batch size</h3>", "<h3>Fitted to the measured medians</h3>",
            "<h3>Projected (not measured)</h3>", "<h3>Notes</h3>", "<h2 id=\"repeat\">",
            "apus bench --html b.html", "apus 1.2.3",
        ] {
            let place = try #require(rest.firstRange(of: text), "\(text)")
            rest = rest[place.upperBound...]
        }
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        // There is nothing to go to.
        #expect(!html.contains("<nav"))
    }

    /// The widest row that has a processor for each thread speaks for a workload.
    @Test func sentencesSayHowWellItScales() throws {
        #expect(
            ScalingSummary(try ScalingSamples.full()).sentence
                == "All candidates of the default space over 8 splits. 4 threads: 2.97 times as fast as"
                + " 1, 74.3 % efficient; the results have the same bits at every thread count."
        )
        #expect(
            ScalingSummary(try ScalingSamples.superlinear()).sentence.hasSuffix(
                "is not known."
            )
        )
        #expect(ScalingSummary(try ScalingSamples.single()).sentence.contains("Only 1 thread was"))
    }

    /// Every cell of the tables of the text is on the page.
    @Test func tablesAreThoseOfTheText() throws {
        let report = try ScalingSamples.full()
        let html = try Self.page([report])
        var count = 0
        for block in ScalingDocument(report).sections.flatMap(\.blocks) {
            switch block {
            case .table(let table):
                for cell in (table.rows + [table.header]).joined() where !cell.isEmpty {
                    #expect(html.contains(">\(cell.replacing("'", with: "&#39;"))</t"), "\(cell)")
                    count += 1
                }
            case .facts(let facts):
                for fact in facts {
                    #expect(html.contains("<dd>\(fact.value)</dd>"), "\(fact.value)")
                }
            case .paragraph, .list: break
            }
        }
        #expect(count > 60)
    }

    /// The numbers of the curves are those of the report.
    @Test func chartsHoldTheFiguresOfTheReport() throws {
        let report = try ScalingSamples.full()
        let charts = try Self.charts(try Self.page([report]))
        #expect(charts.count == 2)
        for (chart, isSpeedup) in zip(charts, [true, false]) {
            // Ideal, Amdahl's law, universal scalability, the schedule, oversubscribed, measured.
            #expect(chart.curves.count == 6)
            #expect(chart.names.first == "1 thread" && chart.names.last == "64 threads")
            #expect(chart.x.first == 0 && chart.x.last == 1)
            #expect(chart.x == chart.x.sorted())
            func text(_ speedup: Double, _ threads: Int) -> String {
                isSpeedup
                    ? ScalingFormat.speedup(speedup)
                    : Format.percent(speedup / Double(threads), decimals: 1)
            }
            for row in report.measured {
                let curve = row.isOversubscribed ? 4 : 5
                #expect(
                    try chart.text(curve, threads: row.threads) == text(row.speedup, row.threads)
                )
                #expect(try chart.text(9 - curve, threads: row.threads).isEmpty)
            }
            #expect(try chart.text(5, threads: 3).isEmpty)
            for projection in report.projected {
                let cores = projection.cores
                // 4 was measured and fitted to; 64 was not.
                let suffix = cores > 4 ? ", projected" : ""
                let amdahl = try #require(projection[.amdahl])
                #expect(
                    try chart.text(1, threads: cores)
                        == "\(text(amdahl.speedup, cores)) (\(text(amdahl.lower, cores)) to"
                        + " \(text(amdahl.upper, cores)))\(suffix)"
                )
                for (curve, method) in [
                    (2, ProjectedSpeedup.Method.universalScalability), (3, .scheduleSimulation),
                ] {
                    let speedup = try #require(projection[method]).speedup
                    #expect(
                        try chart.text(curve, threads: cores) == text(speedup, cores) + suffix
                    )
                }
                #expect(try chart.text(0, threads: cores) == text(Double(cores), cores))
            }
        }
    }

    /// What lies beyond the fitted points is shaded from there to the end, and says so.
    @Test func theProjectedPartIsMarked() throws {
        let curves = try #require(ScalingCurves(try ScalingSamples.full()))
        #expect(curves.lastFitted == 4)
        for chart in [curves.speedup, curves.efficiency] {
            let zone = try #require(chart.zone)
            #expect(curves.counts[zone.start] == 4)
            // 4 is a third of the way from 1 to 64 in doublings.
            #expect(abs(chart.horizontal.position(zone.start) - 1.0 / 3) < 1e-12)
        }
        let html = try Self.page([try ScalingSamples.full()])
        #expect(html.contains("x=\"333.3\" y=\"0\" width=\"666.7\""))
        #expect(html.contains(">projected, not measured</span>"))
    }

    /// The band stays on the chart where an interval has no upper end.
    @Test func bandsEndAtTheTopOfTheChart() throws {
        let report = try ScalingReport(
            machine: ScalingSamples.machine,
            workload: .init(suite: "wide", description: "little to go by", amounts: []),
            measurements: [(1, 1.0), (2, 0.52), (3, 0.33), (4, 0.27)].map { threads, seconds in
                ScalingMeasurement(
                    timing: try Timing(threads: threads, processors: 4, seconds: [seconds])
                )
            }
        )
        let interval = try #require(report.amdahl?.interval)
        #expect(interval.lower < 0 && interval.upper > 0)
        let chart = try #require(ScalingCurves(report)).speedup
        let law = try #require(chart.series.first { $0.band != nil })
        let band = try #require(law.band)
        #expect(band.upper.allSatisfy { $0 <= chart.axis.upper })
        #expect(band.lower.allSatisfy { $0 >= chart.axis.lower })
        #expect(law.texts?.contains { $0.contains(" or more)") } == true)
        #expect(chart.axis.upper == 64)
    }

    @Test func oneThreadCountHasNoChart() throws {
        let html = try Self.page([try ScalingSamples.single()])
        #expect(!html.contains("<figure"))
        #expect(html.contains("One thread count only"))
        #expect(html.contains("No law could be fitted"))
    }

    /// Rows that take turns are all there is beside one thread: they are drawn, nothing is projected.
    @Test func nothingIsProjectedWithoutALaw() throws {
        let report = try ScalingReport(
            machine: ScalingSamples.machine,
            workload: .init(suite: "turns", description: "taking turns", amounts: []),
            measurements: [1, 8].map { threads in
                ScalingMeasurement(
                    timing: try Timing(threads: threads, processors: 4, seconds: [1])
                )
            }
        )
        let html = try Self.page([report])
        let charts = try Self.charts(html)
        #expect(charts.count == 2)
        #expect(charts[0].curves.count == 3)
        #expect(charts[0].names.last == "8 threads")
        #expect(html.contains("No law could be fitted; see the notes."))
        #expect(!html.contains(">projected, not measured</span>"))
        #expect(html.contains("took turns"))
    }

    /// Laws out of range leave the chart; they do not stretch it.
    @Test func lawsOutOfRangeAreCutOff() throws {
        for report in [try ScalingSamples.superlinear(), try ScalingSamples.slower()] {
            let curves = try #require(ScalingCurves(report))
            #expect(curves.speedup.axis.upper <= 8 && curves.speedup.axis.lower >= 0.25)
            #expect(curves.efficiency.axis.upper <= 2)
            for chart in [curves.speedup, curves.efficiency] {
                for value in chart.series.flatMap(\.values) where value.isFinite {
                    #expect((0...1).contains(chart.axis.position(value)))
                }
            }
        }
    }

    @Test func differingResultsAreAWarning() throws {
        let report = try ScalingReport(
            machine: ScalingSamples.machine,
            workload: .init(suite: "race", description: "a race", amounts: []),
            measurements: [(1, "a"), (2, "b")].map { threads, digest in
                ScalingMeasurement(
                    timing: try Timing(threads: threads, processors: 4, seconds: [1]),
                    digest: digest
                )
            }
        )
        let html = try Self.page([try ScalingSamples.full(), report])
        #expect(html.contains("class=\"verdict unsupported\""))
        #expect(html.contains("<p class=\"warning\" role=\"alert\"><b>race: the results differ"))
        #expect(html.contains("THE RESULTS DIFFER"))
        #expect(!(try Self.page([try ScalingSamples.full()]).contains("class=\"warning\"")))
    }

    @Test func severalWorkloadsAreLinked() throws {
        let html = try Self.page([try ScalingSamples.full(), try ScalingSamples.slower()])
        for (id, name) in [("workload-1", "sweep"), ("workload-2", "locks")] {
            #expect(html.contains("<a href=\"#\(id)\">\(name)</a>"))
            #expect(html.contains("<h2 id=\"\(id)\">\(name)</h2>"))
        }
        #expect(html.contains("<nav") && html.contains("<a href=\"#repeat\">"))
        // Both were measured on one machine.
        #expect(html.split(separator: "<dl class=\"machine\">").count == 2)
    }

    /// The page opens from disk without a network: nothing in it is fetched.
    @Test func needsNothingElse() throws {
        let html = try Self.page([try ScalingSamples.full(), try ScalingSamples.superlinear()])
        for text in ["http:", "https:", "src=", "@import", "url(", "{{"] {
            #expect(!html.contains(text), "\(text)")
        }
    }

    /// Names from machines and command lines are texts, not markup.
    @Test func escapesWhatPeopleNamed() throws {
        let report = try ScalingReport(
            machine: .init(
                processor: "<b>fast</b>",
                processors: 2,
                vectorBits: 128,
                operatingSystem: "A&B",
                date: "2024-02-29"
            ),
            workload: .init(
                suite: "\"<i>\"",
                description: "<script>alert(1)</script>",
                amounts: []
            ),
            measurements: [
                ScalingMeasurement(
                    timing: try Timing(threads: 1, processors: 2, seconds: [1]),
                    digest: "</td>"
                )
            ]
        )
        let html = try Self.page([report], command: "apus bench '<script>alert(2)'")
        for text in ["<b>fast", "A&B", "<i>", "<script>alert", "</td></td>"] {
            #expect(!html.contains(text), "\(text)")
        }
        #expect(html.contains("&lt;b&gt;fast") && html.contains("A&amp;B"))
    }

    /// What `--json` holds is enough for the page.
    @Test func decodedReportsGiveTheSamePage() throws {
        let reports = [
            try ScalingSamples.full(), try ScalingSamples.superlinear(),
            try ScalingSamples.slower(), try ScalingSamples.single(),
        ]
        let decoded = try JSONDecoder().decode(
            [ScalingReport].self,
            from: try JSONEncoder().encode(reports)
        )
        #expect(try Self.page(decoded) == Self.page(reports))
        let unknown = try ScalingPage(decoded, run: nil).html
        #expect(unknown.contains("not known: the page was made from figures"))
    }
}
