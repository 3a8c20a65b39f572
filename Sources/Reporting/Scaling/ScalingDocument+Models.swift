import ScalingAnalysis

extension ScalingDocument {
    /// The laws and how far the times are from them.
    static func fitted(_ report: ScalingReport) -> Section {
        let title = "Fitted to the measured medians"
        var facts: [(name: String, value: String)] = []
        if let fit = report.amdahl { facts.append(("Amdahl's law", phrase(fit))) }
        if let fit = report.universalScalability {
            facts.append(("universal scalability law", phrase(fit)))
        }
        guard !facts.isEmpty else {
            return Section(
                title: title,
                blocks: [.paragraph("No law could be fitted; see the notes.")]
            )
        }
        return Section(title: title, blocks: [.facts(facts), .table(residuals(report))])
    }

    /// What the models say about other numbers of cores.
    static func projected(_ report: ScalingReport) -> Section {
        var table = TextTable([
            ("cores", .right), ("Amdahl's law", .right), ("95 % interval", .right),
            ("universal scalability", .right), ("simulated schedule", .right),
        ])
        for projection in report.projected {
            let amdahl = projection[.amdahl]
            table.add([
                "\(projection.cores)", ScalingFormat.speedup(amdahl?.speedup ?? .nan),
                ScalingFormat.range(amdahl?.lower ?? .nan, amdahl?.upper ?? .nan),
                ScalingFormat.speedup(projection[.universalScalability]?.speedup ?? .nan),
                ScalingFormat.speedup(projection[.scheduleSimulation]?.speedup ?? .nan),
            ])
        }
        var blocks: [Block] = [
            .paragraph(
                "Speed-ups over one thread that models give for this workload. Nobody measured them:"
                    + " a larger machine has other caches, memory and clock rates, which no model here"
                    + " knows."
            ),
            .table(table),
        ]
        if let schedule = report.schedule { blocks.append(.paragraph(phrase(schedule))) }
        return Section(title: "Projected (not measured)", blocks: blocks)
    }

    private static func residuals(_ report: ScalingReport) -> TextTable {
        let fits = [
            ("Amdahl", report.amdahl?.residuals),
            ("universal scalability", report.universalScalability?.residuals),
        ].compactMap { name, residuals in residuals.map { (name: name, residuals: $0) } }
        var table = TextTable(
            [("threads", .right), ("measured", .right)]
                + fits.flatMap { [($0.name, .right), ("measured is off", .right)] }
        )
        // Both laws are fitted to the same points.
        for (index, point) in fits[0].residuals.enumerated() {
            table.add(
                ["\(point.workers)", ScalingFormat.seconds(point.measured)]
                    + fits.map { $0.residuals[index] }.flatMap {
                        [
                            ScalingFormat.seconds($0.fitted),
                            Format.signedPercent($0.seconds / $0.fitted, decimals: 1),
                        ]
                    }
            )
        }
        return table
    }

    private static func phrase(_ fit: AmdahlFit) -> String {
        var text = "serial fraction \(Format.percent(fit.serialFraction))"
        if !fit.isInRange { text += ", OUT OF RANGE (raw value)" }
        if let interval = fit.interval {
            text +=
                ", \(Format.percent(interval.level, decimals: 0)) interval"
                + " \(Format.percent(interval.lower)) to \(Format.percent(interval.upper))"
        } else {
            text += ", no confidence interval"
        }
        let maximum = fit.law.maximumSpeedup
        return maximum.isFinite && fit.isInRange
            ? text + "; speed-up at most \(ScalingFormat.speedup(maximum))" : text
    }

    private static func phrase(_ fit: UniversalScalabilityFit) -> String {
        let peak = fit.peakConcurrency
        let bounds = fit.activeBounds.map(\.rawValue).joined(separator: " and ")
        return "contention \(Format.percent(fit.law.contention))"
            + ", coherency \(Format.percent(fit.law.coherency, decimals: 4))"
            + (bounds.isEmpty ? "" : " (\(bounds) held at 0)")
            + ", "
            + (peak.isFinite
                ? "peak at \(Format.fixed(peak, decimals: 1)) threads" : "no peak")
            + ", R² \(Format.fixed(fit.rSquared, decimals: 4))"
    }

    private static func phrase(_ schedule: ScheduleSummary) -> String {
        "The simulated schedule hands out \(Format.counted(schedule.blocks, "recorded block"))"
            + " (\(ScalingFormat.seconds(schedule.blockSeconds)) in sum, the longest"
            + " \(ScalingFormat.seconds(schedule.longestBlockSeconds))) to whoever is free first,"
            + " each hand-over assumed to take \(ScalingFormat.seconds(schedule.handOverSeconds)), with"
            + " \(ScalingFormat.seconds(schedule.serialSeconds)) of serial time around them."
    }
}
