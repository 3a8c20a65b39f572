import ScalingAnalysis

/// A scaling report as titled sections, whatever they are written in.
struct ScalingDocument {
    /// A piece of a section.
    enum Block {
        /// Names and what they stand for.
        case facts([(name: String, value: String)])
        /// Running text.
        case paragraph(String)
        /// A table.
        case table(TextTable)
        /// Separate remarks.
        case list([String])
    }

    /// A title and what belongs under it.
    struct Section {
        let title: String
        let blocks: [Block]
    }

    let title: String
    let sections: [Section]

    init(_ report: ScalingReport) {
        title = "Scaling of \(report.workload.suite)"
        var sections = [
            Section(title: "Setup", blocks: [.facts(Self.setup(report))]),
            Self.measured(report),
        ]
        if !report.batchSizes.isEmpty { sections.append(Self.batchSizes(report.batchSizes)) }
        sections.append(Self.fitted(report))
        sections.append(Self.projected(report))
        if !report.notes.isEmpty {
            sections.append(Section(title: "Notes", blocks: [.list(report.notes)]))
        }
        self.sections = sections
    }

    private static func setup(_ report: ScalingReport) -> [(name: String, value: String)] {
        let machine = report.machine
        let amounts = report.workload.amounts.map { "\(ScalingFormat.amount($0.count)) \($0.unit)" }
        var facts = [("workload", report.workload.description)]
        if !amounts.isEmpty { facts.append(("each run", amounts.joined(separator: ", "))) }
        return facts + [
            (
                "processor",
                "\(machine.processor), \(Format.counted(machine.processors, "processor")),"
                    + " vectors of \(machine.vectorBits) bits"
            ),
            ("system", machine.operatingSystem),
            ("date", machine.date),
        ]
    }
}
