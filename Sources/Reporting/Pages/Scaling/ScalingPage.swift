public import ScalingAnalysis

/// How workloads scale as one page that needs nothing else.
///
/// It is made of reports alone, measured just now or decoded from a file: the same reports give the same
/// bytes, and the same figures as their text and their Markdown.
public struct ScalingPage {
    /// How the reports came about.
    public typealias Run = PageRun

    let reports: [ScalingReport]
    let run: Run?

    /// Creates the page.
    ///
    /// - Parameters:
    ///   - reports: One for each workload.
    ///   - run: How they were measured; nil if that is not known.
    public init(_ reports: [ScalingReport], run: Run?) {
        self.reports = reports
        self.run = run
    }

    /// The whole page.
    public var html: String {
        get throws {
            let title =
                reports.count == 1
                ? "Scaling of \(reports[0].workload.suite)"
                : "Scaling of \(Format.counted(reports.count, "workload"))"
            return try Page.html(.scaling, title: title, context)
        }
    }

    private var context: [String: Any] {
        let differing = reports.filter { $0.digestAgreement == .differ }
        let agree = reports.allSatisfy { $0.digestAgreement == .agree }
        let workloads = reports.enumerated().map { place, report in
            ScalingPage.workload(report, id: "workload-\(place + 1)")
        }
        var context: [String: Any] = [
            "level": differing.isEmpty ? agree ? "robust" : "" : "unsupported",
            "headline": "What was measured, and how well it scales",
            "warnings": differing.map { report in
                [
                    "name": report.workload.suite,
                    "text": "The times are not of the same work, and the program has an error.",
                ]
            },
            "workloads": workloads, "machines": machines, "repeat": howToRepeat,
        ]
        if reports.count > 1 {
            let targets = zip(reports, workloads).map { report, workload in
                ["id": workload["id"] as? String ?? "", "name": report.workload.suite]
            }
            context["links"] = [
                "targets": targets + [["id": "repeat", "name": "How to repeat it"]]
            ]
        }
        return context
    }

    private static func workload(_ report: ScalingReport, id: String) -> [String: Any] {
        let summary = ScalingSummary(report)
        var context: [String: Any] = [
            "id": id, "name": report.workload.suite, "sentence": summary.sentence,
            "finding": summary.finding,
            "faster": summary.faster, "threads": summary.threads.map { [$0] } ?? [],
            "parts": ScalingDocument(report).sections.map(\.context),
        ]
        if let curves = ScalingCurves(report) {
            context["curves"] = [
                "reading": curves.reading, "speedup": curves.speedup.context,
                "efficiency": curves.efficiency.context,
            ]
        } else {
            context["missing"] = [ScalingCurves.missing(report)]
        }
        return context
    }

    /// Each machine once, with when it was measured on.
    private var machines: [[String: Any]] {
        var groups: [(machine: ScalingReport.Machine, dates: [String])] = []
        for machine in reports.map(\.machine) {
            if let place = groups.firstIndex(where: { $0.machine.isSame(as: machine) }) {
                groups[place].dates.append(machine.date)
            } else {
                groups.append((machine, [machine.date]))
            }
        }
        return groups.map { machine, dates in
            let (first, last) = (dates.min() ?? "", dates.max() ?? "")
            let facts = [
                ("Processor", machine.processor),
                ("Processors", Format.count(machine.processors)),
                ("Vectors", "\(machine.vectorBits) bits"), ("System", machine.operatingSystem),
                ("Date", first == last ? first : "\(first) to \(last)"),
            ]
            return ["facts": facts.map { ["name": $0.0, "value": $0.1] }]
        }
    }

    private var howToRepeat: [[String: String]] {
        let lines: [(name: String, text: String)] =
            run.map { [("Command", $0.command), ("Version", "apus \($0.version)")] }
            ?? [("Command", "not known: the page was made from figures that do not hold it")]
        let advice =
            "times differ from run to run and from machine to machine: keep it idle, and trust no"
            + " difference below the spread"
        return (lines + [("Note", advice)]).map { ["name": $0.name, "text": $0.text] }
    }
}

extension ScalingReport.Machine {
    /// Whether it is the same one, whatever the date.
    fileprivate func isSame(as other: Self) -> Bool {
        processor == other.processor && processors == other.processors
            && vectorBits == other.vectorBits && operatingSystem == other.operatingSystem
    }
}
