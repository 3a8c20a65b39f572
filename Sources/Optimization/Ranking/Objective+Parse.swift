import MarketData

/// Why text does not say an objective or a requirement.
public struct ObjectiveSyntaxError: Error, Equatable, CustomStringConvertible {
    /// What is wrong and what to write.
    public let description: String
}

extension Metric {
    /// The metric of a name.
    init(named name: String) throws(ObjectiveSyntaxError) {
        guard let metric = Metric(rawValue: name) else {
            let known = Metric.allCases.map(\.rawValue)
            let hint =
                Nearest.match(name, among: known).map { "did you mean '\($0)'?" }
                ?? "use one of \(known.joined(separator: ", "))"
            throw ObjectiveSyntaxError(description: "unknown metric '\(name)'; \(hint)")
        }
        self = metric
    }
}

extension Objective {
    /// Reads a metric, or a weighted sum such as `0.7*sharpe + 0.3*calmar - 0.1*turnover`.
    ///
    /// A metric of which less is better, alone and without a sign, stands for its negative.
    public init(parsing text: String) throws(ObjectiveSyntaxError) {
        var terms: [Term] = []
        var hasSign = false
        for part in try Self.parts(of: text) {
            let factors = part.text.split(separator: "*", omittingEmptySubsequences: false)
                .map { $0.trimmed }
            var weight = part.isNegative ? -1.0 : 1.0
            switch factors.count {
            case 1:
                terms.append(Term(try Metric(named: factors[0]), weight: weight))
            case 2:
                let numberFirst = Double(factors[0]) != nil
                guard let number = Double(factors[numberFirst ? 0 : 1]), number.isFinite else {
                    throw ObjectiveSyntaxError(
                        description: "'\(part.text)' is not a number times a metric, such as"
                            + " 0.5*sharpe"
                    )
                }
                weight *= number
                terms.append(
                    Term(try Metric(named: factors[numberFirst ? 1 : 0]), weight: weight)
                )
                hasSign = true
            default:
                throw ObjectiveSyntaxError(
                    description: "'\(part.text)' has more than one '*'; a term is a number times a"
                        + " metric, such as 0.5*sharpe"
                )
            }
            hasSign = hasSign || part.hasSign
        }
        if terms.count == 1, !hasSign {
            self.init(terms[0].metric)
        } else {
            self.init(terms)
        }
    }

    private struct Part {
        var text: String
        var isNegative: Bool
        var hasSign: Bool
    }

    /// The terms of a sum with their signs; a sign of an exponent, as in `1e-3`, is none.
    private static func parts(of text: String) throws(ObjectiveSyntaxError) -> [Part] {
        var parts = [Part(text: "", isNegative: false, hasSign: false)]
        var before: Character?
        var beforeThat: Character?
        for character in text {
            let isExponent =
                before == "e" && beforeThat.map { $0.isNumber || $0 == "." } ?? false
            if character == "+" || character == "-", !isExponent {
                if parts[parts.count - 1].text.trimmed.isEmpty {
                    guard !parts[parts.count - 1].hasSign else {
                        throw ObjectiveSyntaxError(description: "'\(text)' has two signs in a row")
                    }
                    parts.removeLast()
                }
                parts.append(Part(text: "", isNegative: character == "-", hasSign: true))
            } else {
                parts[parts.count - 1].text.append(character)
            }
            beforeThat = before
            before = character
        }
        for index in parts.indices { parts[index].text = parts[index].text.trimmed }
        guard parts.allSatisfy({ !$0.text.isEmpty }) else {
            throw ObjectiveSyntaxError(
                description: "'\(text)' lacks a metric; write a metric or a sum, such as"
                    + " sharpe - 0.5*volatility"
            )
        }
        return parts
    }
}

extension Requirement {
    /// Reads a comparison such as `max_drawdown > -0.3`.
    public init(parsing text: String) throws(ObjectiveSyntaxError) {
        for relation in Relation.allCases {
            guard let place = text.firstRange(of: relation.rawValue) else { continue }
            let metric = try Metric(named: String(text[..<place.lowerBound]).trimmed)
            let number = String(text[place.upperBound...]).trimmed
            guard let bound = Double(number), bound.isFinite else {
                throw ObjectiveSyntaxError(
                    description: "'\(number)' is not a number; write a bound such as"
                        + " \(metric.rawValue) \(relation.rawValue) 0.5"
                )
            }
            self.init(metric, relation, bound)
            return
        }
        throw ObjectiveSyntaxError(
            description: "'\(text)' has no comparison; write one such as \"max_drawdown > -0.3\""
        )
    }
}

extension StringProtocol {
    /// Without spaces at both ends.
    fileprivate var trimmed: String {
        var part = self[...]
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }
}
