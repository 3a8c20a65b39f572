public import ScalingAnalysis

/// The page of measurements of how workloads scale: one file that needs nothing else.
public struct ScalingPage {
    private let reports: [ScalingReport]
    private let run: PageRun

    /// Creates a page.
    ///
    /// - Parameters:
    ///   - reports: What was measured, at least one workload.
    ///   - run: How it was measured.
    public init(_ reports: [ScalingReport], run: PageRun) {
        self.reports = reports
        self.run = run
    }

    /// The whole page.
    public var html: String {
        get throws {
            let machine = reports.first.map {
                "\($0.machine.processor), \(Format.counted($0.machine.processors, "processor")),"
                    + " \($0.machine.operatingSystem), \($0.machine.date)"
            }
            return try Page.html(
                .scaling,
                title: "How Apus scales",
                [
                    "machine": machine ?? "", "isGood": reports.allSatisfy(isSound),
                    "suites": reports.enumerated().map(suite), "command": run.command,
                    "version": run.version,
                ]
            )
        }
    }

    private func isSound(_ report: ScalingReport) -> Bool { report.digestAgreement != .differ }

    private func suite(_ place: Int, _ report: ScalingReport) -> [String: Any] {
        let document = ScalingDocument(report)
        return [
            "id": "suite\(place + 1)", "title": document.title, "finding": Self.finding(report),
            "isSound": isSound(report),
            "charts": ScalingCharts(report).contexts,
            "sections": document.sections.map { section -> [String: Any] in
                ["title": section.title, "blocks": section.blocks.map(\.context)]
            },
        ]
    }

    /// What was measured and how well it scales, in a sentence.
    static func finding(_ report: ScalingReport) -> String {
        let compared = report.measured.filter { !$0.speedup.isNaN && $0.threads > 1 }
        let bits =
            switch report.digestAgreement {
            case .agree: "the results have the same bits at every number of threads"
            case .differ: "THE RESULTS DIFFER between numbers of threads"
            case .unknown: "whether the results agree is not known"
            }
        let sound = compared.filter { !$0.isOversubscribed }
        guard let most = (sound.isEmpty ? compared : sound).last else {
            return "One number of threads was measured, so there is nothing to compare; \(bits)."
        }
        return
            "\(most.threads) threads are \(ScalingFormat.speedup(most.speedup)) times as fast as one"
            + " (\(Format.percent(most.efficiency, decimals: 1)) efficient"
            + (most.isOversubscribed ? ", with more threads than processors" : "") + "); \(bits)."
    }
}

extension ScalingDocument.Block {
    /// For the template.
    var context: [String: Any] {
        switch self {
        case .facts(let facts):
            return ["facts": [["lines": facts.map { ["name": $0.name, "text": $0.value] }]]]
        case .paragraph(let text): return ["paragraph": text]
        case .list(let items): return ["list": [["items": items]]]
        case .table(let table):
            func cells(_ texts: [String]) -> [[String: Any]] {
                zip(texts, table.alignments).map { ["text": $0, "isNumber": $1 == .right] }
            }
            return [
                "table": [
                    [
                        "head": cells(table.header),
                        "rows": table.rows.map { ["cells": cells($0)] },
                    ]
                ]
            ]
        }
    }
}
