public import ScalingAnalysis

extension ScalingReport {
    /// The report for a terminal: aligned tables under underlined titles.
    public var text: String {
        let document = ScalingDocument(self)
        var lines = [document.title, String(repeating: "=", count: document.title.count)]
        for section in document.sections {
            lines += ["", section.title, String(repeating: "-", count: section.title.count)]
            for (index, block) in section.blocks.enumerated() {
                if index > 0 { lines.append("") }
                lines += block.textLines
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report in Markdown.
    public var markdown: String {
        let document = ScalingDocument(self)
        var lines = ["# \(document.title)"]
        for section in document.sections {
            lines += ["", "## \(section.title)"]
            for block in section.blocks { lines += [""] + block.markdownLines }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ScalingDocument.Block {
    fileprivate var textLines: [String] {
        switch self {
        case .facts(let facts):
            let width = facts.map(\.name.count).max() ?? 0
            return facts.flatMap { fact in
                let padding = String(repeating: " ", count: width - fact.name.count)
                return wrapped(fact.value, bullet: "\(fact.name): \(padding)")
            }
        case .paragraph(let text): return wrapped(text)
        case .table(let table): return table.lines()
        case .list(let items): return items.flatMap { wrapped($0, bullet: "- ") }
        }
    }

    fileprivate var markdownLines: [String] {
        switch self {
        case .facts(let facts): facts.map { "- \($0.name): \($0.value)" }
        case .paragraph(let text): [text]
        case .table(let table): table.markdownLines
        case .list(let items): items.map { "- \($0)" }
        }
    }
}
