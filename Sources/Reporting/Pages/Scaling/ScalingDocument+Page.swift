extension ScalingDocument.Section {
    /// For the template of pages.
    var context: [String: Any] { ["title": title, "blocks": blocks.map(\.context)] }
}

extension ScalingDocument.Block {
    fileprivate var context: [String: Any] {
        switch self {
        case .facts(let facts):
            ["pairs": ["rows": facts.map { ["name": $0.name, "value": $0.value] }]]
        case .paragraph(let text): ["paragraph": [text]]
        case .table(let table): ["grid": table.context]
        case .list(let items): ["items": ["rows": items]]
        }
    }
}

extension TextTable {
    /// For the template of pages: what `lines()` pads.
    fileprivate var context: [String: Any] {
        func cells(_ row: [String]) -> [[String: Any]] {
            zip(row, alignments).map { text, alignment in
                // A short heading stays on one line.
                ["text": text, "isNumber": alignment == .right, "isShort": text.count <= 10]
            }
        }
        return ["header": cells(header), "rows": rows.map { ["cells": cells($0)] }]
    }
}
