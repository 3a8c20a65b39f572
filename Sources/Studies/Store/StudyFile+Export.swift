import GRDB
import Optimization

extension StudyFile {
    /// The finished candidates of a study by id, as CSV; NaN is `nan`, as in `results.csv`. Of another kind of
    /// study its finished parts, as `key,value`.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func csv(of study: StudyRecord) throws(StudiesError) -> String {
        try export(study) { names, rows in
            ([names] + rows.map { $0.map(\.csv) }).map { $0.joined(separator: ",") + "\n" }.joined()
        }
    }

    /// The same as a JSON array of objects; NaN and infinities are null.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func json(of study: StudyRecord) throws(StudiesError) -> String {
        try export(study) { names, rows in
            let objects = rows.map { row in
                "{" + zip(names, row).map { "\"\($0)\": \($1.json)" }.joined(separator: ", ") + "}"
            }
            return "[\n" + objects.map { "  \($0)" }.joined(separator: ",\n") + "\n]\n"
        }
    }

    private enum Cell {
        case whole(Int)
        case number(Double)
        case flag(Bool)
        case text(String)
        case none

        var csv: String {
            switch self {
            case .whole(let value): "\(value)"
            case .number(let value): value.isNaN ? "nan" : "\(value)"
            case .flag(let value): "\(value)"
            case .text(let value):
                value.contains { "\",\n\r".contains($0) }
                    ? "\""
                        + value.split(separator: "\"", omittingEmptySubsequences: false)
                        .joined(separator: "\"\"") + "\"" : value
            case .none: ""
            }
        }

        var json: String {
            switch self {
            case .whole(let value): "\(value)"
            case .number(let value): value.isFinite ? "\(value)" : "null"
            case .flag(let value): "\(value)"
            case .text(let value): "\"\(Self.escaped(value))\""
            case .none: "null"
            }
        }

        private static func escaped(_ text: String) -> String {
            var result = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"", "\\": result += "\\\(scalar)"
                case "\n": result += "\\n"
                case "\r": result += "\\r"
                case "\t": result += "\\t"
                case _ where scalar.value < 0x20:
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: result.unicodeScalars.append(scalar)
                }
            }
            return result
        }
    }

    private func export(
        _ study: StudyRecord,
        _ body: (_ names: [String], _ rows: [[Cell]]) -> String
    ) throws(StudiesError) -> String {
        let items = try self.items(of: study)
        guard items.isEmpty else {
            return body(
                ["key", "value"],
                items.sorted { $0.key < $1.key }.map { [.text($0.key), .text($0.value)] }
            )
        }
        let candidates = try entries(of: study).flatMap { (entry) -> [StudyCandidate] in
            switch entry {
            case .block(let block): block.candidates
            case .trials(let trials): trials.map(\.candidate)
            case .range, .prefix: []
            }
        }
        let names =
            ["candidate_id"] + CandidateSummary.figureNames
            + ["splits_tested", "meets_requirements", "error"]
        return body(
            names,
            candidates.sorted { $0.id < $1.id }.map { candidate in
                switch candidate.outcome {
                case .finished(let summary):
                    [.whole(candidate.id)] + summary.figures.map { .number($0) }
                        + [.whole(summary.splitsTested), .flag(summary.meetsRequirements), .none]
                case .failed(let reason):
                    [.whole(candidate.id)]
                        + Array(repeating: .none, count: CandidateSummary.figureNames.count + 2)
                        + [.text(reason)]
                }
            }
        )
    }
}
