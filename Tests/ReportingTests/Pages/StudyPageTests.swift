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
            run: StudyPage.Run(command: command, version: "1.2.3")
        ).html
    }

    @Test func sectionsComeInOrder() throws {
        let html = try Self.page(try Studies.standard())
        var rest = html[...]
        for id in ["verdict", "equity", "odds", "folds", "factors", "leaders", "method"] {
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
        #expect(parts.count == 2)
        for part in parts {
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
}
