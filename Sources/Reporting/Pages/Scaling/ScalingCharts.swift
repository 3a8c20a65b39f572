import ScalingAnalysis

/// Speed-up and efficiency against the number of threads: measured, ideal, by the fitted laws, and projected.
struct ScalingCharts {
    private let report: ScalingReport
    /// The numbers of threads that are shown, ascending.
    private let threads: [Int]

    init(_ report: ScalingReport) {
        self.report = report
        threads = Set(report.measured.map(\.threads) + report.projected.map(\.cores) + [1]).sorted()
    }

    /// Both charts; none where a single number of threads was measured.
    var contexts: [[String: Any]] {
        guard report.measured.count > 1, report.measured.contains(where: { !$0.speedup.isNaN })
        else {
            return []
        }
        let speedups = series { speedup, _ in speedup }
        let efficiencies = series { speedup, threads in speedup / Double(threads) }
        func values(_ series: [LineChart.Series]) -> [Double] {
            series.flatMap { $0.values + ($0.band.map { $0.lower + $0.upper } ?? []) }.filter {
                $0.isFinite && $0 > 0
            }
        }
        return [
            chart(
                "Speed-up over one thread, by the number of threads",
                "Times as fast as one thread",
                speedups,
                Axis(values(speedups), isLogarithmic: true)
            ) { Format.fixed($0, decimals: $0 < 10 ? 2 : 1) },
            chart(
                "Efficiency: speed-up for each thread, by the number of threads",
                "Speed-up for each thread, in %",
                efficiencies,
                Axis(values(efficiencies), includes: 0)
            ) { Format.percent($0, decimals: 0) },
        ]
    }

    private func chart(
        _ label: String,
        _ unit: String,
        _ series: [LineChart.Series],
        _ axis: Axis,
        _ format: @escaping @Sendable (Double) -> String
    ) -> [String: Any] {
        let last = report.measured.last?.threads ?? 1
        let beyond = threads.firstIndex { $0 >= last } ?? 0
        let isProjected = (threads.last ?? 1) > last
        return LineChart(
            label: label,
            series: series,
            horizontal: .numbers(threads.map(Double.init), isLogarithmic: true, noun: "threads:"),
            windows: isProjected ? [0, beyond] : [],
            axis: axis,
            unit: unit + (isProjected ? "; shaded: projected, nobody measured it" : ""),
            horizontalUnit: "Threads",
            format: format
        ).context
    }

    private func series(
        _ figure: (_ speedup: Double, _ threads: Int) -> Double
    ) -> [LineChart.Series] {
        func values(_ speedup: (Int) -> Double?) -> [Double] {
            threads.map { count in speedup(count).map { figure($0, count) } ?? .nan }
        }
        func projected(_ count: Int) -> Projection? { report.projected.first { $0.cores == count } }
        var all = [
            LineChart.Series(
                name: "Measured",
                style: .first,
                values: values { count in
                    report.measured.first { $0.threads == count }?.speedup
                },
                drawing: .dots
            ),
            LineChart.Series(
                name: "Ideal",
                style: .third,
                values: values { Double($0) },
                drawing: .dashed
            ),
        ]
        if let law = report.amdahl?.law {
            var series = LineChart.Series(
                name: "Amdahl's law",
                style: .second,
                values: values { law.speedup(at: $0) }
            )
            // An interval without an upper end is not drawn.
            let lower = values { projected($0)?[.amdahl]?.lower }
            let upper = values { projected($0)?[.amdahl]?.upper }
            if zip(lower, upper).contains(where: { $0.isFinite && $1.isFinite }) {
                series.band = (lower, upper)
            }
            all.append(series)
        }
        if let law = report.universalScalability?.law {
            all.append(
                LineChart.Series(
                    name: "Universal scalability law",
                    style: .fourth,
                    values: values { law.speedup(at: $0) }
                )
            )
        }
        let simulated = values { projected($0)?[.scheduleSimulation]?.speedup }
        if simulated.contains(where: \.isFinite) {
            all.append(
                LineChart.Series(
                    name: "Simulated schedule",
                    style: .fifth,
                    values: simulated,
                    drawing: .dashed
                )
            )
        }
        return all
    }
}
