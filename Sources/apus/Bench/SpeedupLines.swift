import Reporting
import ScalingAnalysis

/// How much faster each workload is with more threads, in a line each.
enum SpeedupLines {
    static func lines(_ reports: [ScalingReport]) -> [String] {
        let most = Double(reports.flatMap(\.measured).map(\.threads).max() ?? 1)
        var table = SparklineTable(
            "speed-up",
            figures: ["threads", "faster", "efficiency"],
            line: "by threads, up to \(Int(most))x"
        )
        for report in reports {
            guard let widest = report.measured.last else { continue }
            table.add(
                report.workload.suite,
                [
                    report.measured.map { "\($0.threads)" }.joined(separator: ","),
                    Format.fixed(widest.speedup, decimals: 2) + "x",
                    Format.percent(widest.efficiency, decimals: 0),
                ],
                Sparkline.text(report.measured.map(\.speedup), range: 0...most)
            )
        }
        return table.lines(indent: 0)
    }
}
