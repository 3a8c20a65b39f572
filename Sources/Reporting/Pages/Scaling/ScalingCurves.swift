import ScalingAnalysis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Speed-up and efficiency against threads: what was measured, the laws, and what they project.
struct ScalingCurves {
    /// Speed-ups at each of ``counts``, NaN where there is none.
    struct Curve {
        let name: String
        let style: LineChart.Style
        let drawing: LineChart.Drawing
        let speedups: [Double]
        /// The ends of an interval; an upper one that is NaN is no bound.
        var interval: [(lower: Double, upper: Double)]?
        /// Whether a model gave it, which is projected beyond what was measured.
        var isModel = false
    }

    let report: ScalingReport
    /// Ascending numbers of threads: all that were measured or projected to, and enough between them.
    let counts: [Int]
    /// What the laws were fitted to ends here: the most threads measured on a processor each.
    let lastFitted: Int
    let curves: [Curve]

    /// Collects the curves; nil where there is nothing to draw, for which ``missing(_:)`` is the reason.
    init?(_ report: ScalingReport) {
        let rows = report.measured.filter(\.speedup.isFinite)
        guard rows.count > 1 else { return nil }
        self.report = report
        lastFitted = rows.last { !$0.isOversubscribed }?.threads ?? 1
        let cores = report.projected.filter { $0.speedups.contains(where: \.speedup.isFinite) }
            .map(\.cores)
        counts = Self.counts(marked: rows.map(\.threads) + cores)
        curves = Self.curves(report, rows, counts)
    }

    /// Why there are no curves.
    static func missing(_ report: ScalingReport) -> String {
        report.measured.count == 1
            ? "One thread count only: there is no curve to draw, and no law can be fitted. Measure several"
                + " with --threads."
            : "One thread was not measured: there are no speed-ups to draw. Measure it with --threads."
    }

    /// How the charts are read.
    var reading: String {
        var text = "Dots are medians of runs."
        if report.measured.contains(where: \.isOversubscribed) {
            text +=
                " Oversubscribed runs have more threads than the"
                + " \(Format.counted(report.machine.processors, "processor")), so that they take turns; no"
                + " law is fitted to them."
        }
        if report.amdahl == nil, report.universalScalability == nil {
            return text + " No law could be fitted; see the notes."
        }
        if let zone {
            text +=
                " Shaded, beyond \(Format.counted(lastFitted, "thread")), is what models say:"
                + " \(zone.text)."
            if report.amdahl?.interval != nil {
                text +=
                    " The band is the 95 % interval of Amdahl's law, if the law holds; it does not"
                    + " tell whether it does."
            } else {
                text += " No interval could be computed: how far off it may be is not known."
            }
        }
        return text
    }

    private var zone: LineChart.Zone? {
        guard curves.contains(where: \.isModel), let start = counts.firstIndex(of: lastFitted),
            start + 1 < counts.count
        else { return nil }
        return LineChart.Zone(start: start, text: "projected, not measured")
    }

    private var horizontal: HorizontalAxis {
        let counts = counts
        let marked = Self.spaced(
            Set(report.measured.map(\.threads) + report.projected.map(\.cores))
                .intersection(counts).sorted(),
            of: counts
        )
        let numbers = HorizontalAxis.numbers(
            counts.map(Double.init),
            isLogarithmic: true,
            marked: marked.map(Double.init),
            noun: "threads"
        )
        return HorizontalAxis(
            count: numbers.count,
            ticks: numbers.ticks,
            position: numbers.position,
            text: { Format.counted(counts[$0], "thread") }
        )
    }

    private static let threadsUnit =
        "Threads (logarithmic); beyond this machine's processors, cores of another"

    /// How much faster than one thread.
    var speedup: LineChart {
        // What rises beyond is a law out of range, not news.
        let most = 2 * max(Double(counts.last ?? 1), report.measured.map(\.speedup).max() ?? 1)
        let shown = curves.map { $0.speedups.map { 0 < $0 && $0 <= most ? $0 : .nan } }
        let axis = Axis(doubling: shown.joined())
        return LineChart(
            label:
                "Speed-up of \(report.workload.suite) by threads: measured, ideal, and by fitted laws",
            series: zip(curves, shown).map { curve, values in
                series(curve, values, axis, per: { _ in 1 }, ScalingFormat.speedup)
            },
            horizontal: horizontal,
            zone: zone,
            axis: axis,
            unit: "Times as fast as one thread (logarithmic)",
            horizontalUnit: Self.threadsUnit,
            format: { $0 < 1 ? "\($0)" : Format.count(Int($0)) }
        )
    }

    /// The share of the ideal speed-up.
    var efficiency: LineChart {
        let most = max(2, report.measured.map(\.efficiency).filter(\.isFinite).max() ?? 1)
        let shown = curves.map { curve in
            zip(curve.speedups, counts).map { speedup, count in
                let share = speedup / Double(count)
                return 0 < share && share <= most ? share : .nan
            }
        }
        let axis = Axis(shown.joined(), includes: 0)
        return LineChart(
            label:
                "Efficiency of \(report.workload.suite) by threads: measured, ideal, and by fitted laws",
            series: zip(curves, shown).map { curve, values in
                series(curve, values, axis, per: Double.init) { Format.percent($0, decimals: 1) }
            },
            horizontal: horizontal,
            zone: zone,
            axis: axis,
            unit: "Speed-up for each thread, % of the ideal",
            horizontalUnit: Self.threadsUnit,
            format: { Format.percent($0, decimals: 0) }
        )
    }

    private func series(
        _ curve: Curve,
        _ values: [Double],
        _ axis: Axis,
        per divisor: (Int) -> Double,
        _ format: (Double) -> String
    ) -> LineChart.Series {
        let texts = counts.indices.map { index -> String in
            guard curve.speedups[index].isFinite else { return "" }
            let divisor = divisor(counts[index])
            var text = format(curve.speedups[index] / divisor)
            if let ends = curve.interval?[index], ends.lower.isFinite {
                let upper = ends.upper / divisor
                text +=
                    " (\(format(ends.lower / divisor))"
                    + (upper.isFinite ? " to \(format(upper)))" : " or more)")
            }
            return curve.isModel && counts[index] > lastFitted ? text + ", projected" : text
        }
        let band = curve.interval.map { ends in
            // What has no upper end, or one beyond the chart, reaches its top.
            (
                lower: zip(ends, counts).map { max($0.lower / divisor($1), axis.lower) },
                upper: zip(ends, counts).map { ends, count in
                    let upper = ends.upper / divisor(count)
                    return upper < axis.upper || ends.lower.isNaN ? upper : axis.upper
                }
            )
        }
        return LineChart.Series(
            name: curve.name,
            style: curve.style,
            values: values,
            drawing: curve.drawing,
            band: band,
            texts: texts
        )
    }
}

extension ScalingCurves {
    private static func curves(
        _ report: ScalingReport,
        _ rows: [MeasuredRow],
        _ counts: [Int]
    ) -> [Curve] {
        func measured(_ rows: [MeasuredRow]) -> [Double] {
            counts.map { count in rows.first { $0.threads == count }?.speedup ?? .nan }
        }
        var curves = [
            Curve(
                name: "Ideal",
                style: .third,
                drawing: .dashed,
                speedups: counts.map(Double.init)
            )
        ]
        if let fit = report.amdahl {
            let laws = counts.map { ProjectedSpeedup(fit, cores: $0) }
            curves.append(
                Curve(
                    name: "Amdahl's law",
                    style: .second,
                    drawing: .line,
                    speedups: laws.map(\.speedup),
                    interval: fit.interval == nil ? nil : laws.map { ($0.lower, $0.upper) },
                    isModel: true
                )
            )
        }
        if let fit = report.universalScalability {
            curves.append(
                Curve(
                    name: "Universal scalability law",
                    style: .fourth,
                    drawing: .dotted,
                    speedups: counts.map { ProjectedSpeedup(fit, cores: $0).speedup },
                    isModel: true
                )
            )
        }
        if report.schedule != nil {
            let simulated = counts.map { count in
                report.projected.first { $0.cores == count }?[.scheduleSimulation]?.speedup ?? .nan
            }
            curves.append(
                Curve(
                    name: "Simulated schedule",
                    style: .fifth,
                    drawing: .squares,
                    speedups: simulated,
                    isModel: true
                )
            )
        }
        let oversubscribed = rows.filter(\.isOversubscribed)
        if !oversubscribed.isEmpty {
            curves.append(
                Curve(
                    name: "Measured, oversubscribed",
                    style: .sixth,
                    drawing: .dots,
                    speedups: measured(oversubscribed)
                )
            )
        }
        return curves + [
            Curve(
                name: "Measured",
                style: .first,
                drawing: .joined,
                speedups: measured(rows.filter { !$0.isOversubscribed })
            )
        ]
    }

    /// The marked numbers, and so many between them that laws are smooth: all up to 64, then eight for
    /// each doubling.
    private static func counts(marked: [Int]) -> [Int] {
        let last = marked.max() ?? 1
        var counts = Set(marked + Array(1...min(last, 64)))
        var next = 64.0
        while next < Double(last) {
            counts.insert(Int(next.rounded()))
            next *= exp2(0.125)
        }
        return counts.sorted()
    }

    /// Those that find room beside the ones before them on a logarithmic axis.
    private static func spaced(_ marked: [Int], of counts: [Int]) -> [Int] {
        let width = log(Double(counts.last ?? 2)) - log(Double(counts.first ?? 1))
        var kept: [Int] = []
        for count in marked
        where kept.last.map({ log(Double(count) / Double($0)) > width * 0.06 }) ?? true {
            kept.append(count)
        }
        return kept
    }
}
