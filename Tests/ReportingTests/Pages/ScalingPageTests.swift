import Foundation
import ScalingAnalysis
import Testing

@testable import Reporting

@Suite struct ScalingPageTests {
    private static func html(_ reports: [ScalingReport]) throws -> String {
        try ScalingPage(
            reports,
            run: PageRun(command: "apus bench --repeats '<3>'", version: "1.2.3")
        ).html
    }

    @Test func holdsEverySectionOfTheReport() throws {
        let report = try ScalingSamples.full()
        let html = try Self.html([report, try ScalingSamples.superlinear()])
        #expect(html.contains("<h2 id=\"suite1\">Scaling of sweep</h2>"))
        #expect(html.contains("<h2 id=\"suite2\">Scaling of cache</h2>"))
        for section in ScalingDocument(report).sections {
            #expect(html.contains("<h3>\(section.title)</h3>"), "\(section.title)")
        }
        #expect(html.contains("shaded: projected, nobody measured it"))
        #expect(html.contains("apus bench --repeats &#39;&lt;3&gt;&#39;"))
        for text in ["http:", "https:", "src=", "@import", "url(", "{{", "class=\"number\">\n"] {
            #expect(!html.contains(text), "\(text)")
        }
    }

    /// What the pointer reads is what was measured and projected.
    @Test func chartsHoldTheFigures() throws {
        let report = try ScalingSamples.full()
        let html = try Self.html([report])
        let parts = html.split(separator: "<script type=\"application/json\">").dropFirst()
        #expect(parts.count == 2)
        let text = try #require(parts.first?.split(separator: "</script>").first)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        )
        #expect(
            object["names"] as? [String] == [1, 2, 4, 8, 64].map { "threads: \($0)" }
        )
        let curves = try #require(object["curves"] as? [[String: Any]])
        let measured = try #require(curves[0]["texts"] as? [String])
        let expected = [1, 2, 4, 8].map { threads -> String in
            let row = report.measured.first { $0.threads == threads }
            return Format.fixed(row?.speedup ?? .nan, decimals: 2)
        }
        #expect(Array(measured.prefix(4)) == expected)
        #expect(measured.last == "")
        let amdahl = try #require(report.projected.last?[.amdahl])
        let law = try #require(curves[2]["texts"] as? [String])
        let speedup = Format.fixed(amdahl.speedup, decimals: amdahl.speedup < 10 ? 2 : 1)
        #expect(law.last?.hasPrefix(speedup) == true)
    }

    @Test func saysWhatIsWrong() throws {
        let good = try Self.html([try ScalingSamples.full()])
        #expect(good.contains("<section class=\"verdict robust\""))
        let single = try ScalingReport(
            machine: ScalingSamples.machine,
            workload: .init(suite: "one", description: "x", amounts: []),
            measurements: [ScalingSamples.measurement(1, [1, 1], digest: "a")]
        )
        let one = try Self.html([single])
        #expect(one.contains("there is nothing to compare"))
        #expect(one.contains("A curve needs one thread"))
        let differing = try ScalingReport(
            machine: ScalingSamples.machine,
            workload: .init(suite: "two", description: "x", amounts: []),
            measurements: [
                ScalingSamples.measurement(1, [1, 1], digest: "a"),
                ScalingSamples.measurement(2, [0.5, 0.5], digest: "b"),
            ]
        )
        let bad = try Self.html([differing])
        #expect(bad.contains("THE RESULTS DIFFER"))
        #expect(bad.contains("<section class=\"verdict unsupported\""))
    }
}
