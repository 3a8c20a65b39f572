import ScalingAnalysis

/// What was measured and how well it scales, in a sentence.
struct ScalingSummary {
    /// How many times as fast: "1.93x"; "n/a" if there is nothing to compare.
    let faster: String
    /// With how many threads; nil if there is nothing to compare.
    let threads: String?
    /// How well it scales, and whether the results are the same.
    let finding: String
    /// What was measured and the finding.
    let sentence: String

    init(_ report: ScalingReport) {
        // With more threads than processors time is shared, which says little about scaling.
        let several = report.measured.filter { $0.threads > 1 && $0.speedup.isFinite }
        let widest = several.last { !$0.isOversubscribed } ?? several.last
        var scaling: String
        if let widest {
            faster = "\(ScalingFormat.speedup(widest.speedup))x"
            threads = Format.counted(widest.threads, "thread")
            scaling =
                "\(Format.counted(widest.threads, "thread")):"
                + " \(ScalingFormat.speedup(widest.speedup)) times as fast as 1,"
                + " \(Format.percent(widest.efficiency, decimals: 1)) efficient"
            if widest.isOversubscribed {
                scaling +=
                    " (oversubscribed: they took turns on"
                    + " \(Format.counted(report.machine.processors, "processor")))"
            }
        } else {
            faster = "n/a"
            threads = nil
            let counts = report.measured.map { "\($0.threads)" }.joined(separator: ", ")
            scaling =
                report.measured.count == 1
                ? "only \(counts) \(counts == "1" ? "thread was" : "threads were") measured,"
                    + " so nothing is known of how it scales"
                : "measured with \(counts) threads but not with one, so there is no speed-up"
        }
        finding = "\(scaling.withCapital); \(Self.results(report))."
        sentence = "\(report.workload.description.withCapital). \(finding)"
    }

    private static func results(_ report: ScalingReport) -> String {
        switch report.digestAgreement {
        case .agree: "the results have the same bits at every thread count"
        case .differ: "THE RESULTS DIFFER between thread counts"
        case .unknown: "whether the results are the same at every thread count is not known"
        }
    }
}

extension String {
    fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
