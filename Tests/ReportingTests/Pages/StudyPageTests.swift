import Backtesting
import DataParallel
import Foundation
import Optimization
import TestSupport
import Testing

@testable import Reporting

@Suite struct StudyPageTests {
    private static func page(_ result: OptimizationResult, command: String = "apus optimize") throws
        -> String
    {
        let selection = try #require(result.selection)
        return try StudyPage(
            result: result,
            selection: selection,
            digest: Digest(of: [1]),
            run: PageRun(command: command, version: "1.2.3")
        ).html
    }

    @Test func sectionsComeInOrder() throws {
        let html = try Self.page(try Studies.standard())
        var rest = html[...]
        for id in ["verdict", "equity", "odds", "folds", "factors", "leaders", "winner", "method"] {
            let place = try #require(rest.firstRange(of: "<h2 id=\"\(id)\">"), "\(id)")
            rest = rest[place.upperBound...]
        }
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        #expect(html.contains("apus 1.2.3"))
    }

    /// The page opens from disk without a network: nothing in it is fetched.
    @Test func needsNothingElse() throws {
        let html = try Self.page(try Studies.standard())
        for text in ["http:", "https:", "src=", "@import", "url(", "{{"] {
            #expect(!html.contains(text), "\(text)")
        }
        #expect(html.utf8.count < 1_500_000)
    }

    /// Names from files and command lines are texts, not markup.
    @Test func escapesWhatPeopleNamed() throws {
        let html = try Self.page(
            try Studies.standard(symbols: ["A<b>", "C&D", "\"E'"]),
            command: "apus optimize -p '<script>alert(1)</script>'"
        )
        #expect(!html.contains("A<b>") && html.contains("A&lt;b&gt;"))
        #expect(html.contains("C&amp;D"))
        #expect(!html.contains("<script>alert"))
    }

    @Test(arguments: [1, 2, 3])
    func bytesDoNotDependOnWorkers(workers: Int) throws {
        let serial = try Self.page(try Studies.standard())
        let pool = try Studies.standard(executor: ThreadPool(workerCount: workers))
        #expect(try Self.page(pool) == serial)
    }

    /// What the script reads is JSON with as many texts as points.
    @Test func chartsHoldTheirValues() throws {
        let result = try Studies.standard()
        let html = try Self.page(result)
        let parts = html.split(separator: "<script type=\"application/json\">").dropFirst()
        #expect(parts.count == 3)
        for part in parts where part.hasPrefix("{\"names\"") {
            let text = try #require(part.split(separator: "</script>").first)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            )
            let times = try #require(object["names"] as? [String])
            #expect(times.count == result.selection?.walkForward.timestamps.count)
            let curves = try #require(object["curves"] as? [[String: Any]])
            for curve in curves {
                #expect((curve["texts"] as? [String])?.count == times.count)
            }
        }
    }

    /// The heat maps' cells are those of the landscape, and the script's JSON holds all pairs.
    @Test func heatMapsHoldTheLandscape() throws {
        let result = try Studies.standard()
        let landscape = try #require(result.selection?.landscape)
        let html = try Self.page(result)
        let part = try #require(
            html.split(separator: "<script type=\"application/json\">").first {
                $0.hasPrefix("{\"share\"")
            }
        )
        let text = try #require(part.split(separator: "</script>").first)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        )
        let pairs = try #require(object["pairs"] as? [[String: Any]])
        #expect(pairs.count == landscape.pairs.count && pairs.count > 1)
        for (pair, read) in zip(landscape.pairs, pairs) {
            let medians = try #require(read["median"] as? [Any])
            #expect(medians.count == pair.cells.count)
            for (cell, value) in zip(pair.cells, medians) {
                let number = (value as? NSNumber)?.doubleValue
                #expect(number == (cell.median.isFinite ? (cell.median * 1e4).rounded() : nil))
            }
        }
        #expect(html.contains("class=\"number winner\""))
    }

    /// Timings stand in lines of their own: without them nothing differs from run to run.
    @Test func timesStandApart() throws {
        let result = try Studies.standard()
        let selection = try #require(result.selection)
        func lines(_ timing: PageRun.Timing?) throws -> [Substring] {
            try StudyPage(
                result: result,
                selection: selection,
                digest: Digest(of: [1]),
                run: PageRun(command: "apus optimize", version: "1.2.3", timing: timing)
            ).html.split(separator: "\n")
        }
        let timing = PageRun.Timing(
            seconds: 2,
            processorSeconds: 3,
            workers: 2,
            finishedBefore: 4
        )
        let (timed, plain) = (try lines(timing), try lines(nil))
        let told = timed.filter { $0.hasPrefix("<p class=\"fine run\">") }
        #expect(told.count == 2 && told.allSatisfy { $0.contains("Took 2.00 s with 2 workers") })
        #expect(told.allSatisfy { $0.contains("1.50 processors busy") && $0.contains("4 were") })
        func untimed(_ lines: [Substring]) -> [Substring] {
            lines.filter { !$0.hasPrefix("<p class=\"fine run\">") }
        }
        #expect(untimed(timed) == untimed(plain))
    }

    /// A study of one candidate has nothing to compare, and says so.
    @Test func aSingleCandidateHasAPage() throws {
        let table = SyntheticPrices.randomWalk(
            bars: 60,
            symbols: ["AAA", "BBB"],
            interval: 86_400,
            seed: 3
        )
        let space = try SearchSpace(
            name: "one",
            allocations: .sets(
                AssetSets(sets: [["AAA", "BBB"]], weightings: [2: [[0.5, 0.5]]])
            ),
            policies: PolicySpace(
                thresholds: [0.02],
                methods: [.threshold],
                calendarDays: [7],
                minimumIntervalHours: [0],
                momentumVetoes: [false]
            )
        )
        let html = try Self.page(try Studies.run(table: table, space: space))
        #expect(html.contains("there is nothing to compare"))
        #expect(!html.contains("class=\"landscape\""))
        #expect(html.contains("<h2 id=\"winner\">"))
    }
}
