import ArgumentParser
import Forecasting

/// `mean`, `median`, `trimmed` (or `trimmed:0.2`), `weighted:0.5,0.5`, `inverse-error` or `stacking`.
struct CombineArgument: ExpressibleByArgument {
    let rule: EnsembleRule
    private let text: String

    static let defaultTrim = 0.2

    init?(argument: String) {
        text = argument
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("mean", 1): rule = .mean
        case ("median", 1): rule = .median
        case ("inverse-error", 1): rule = .inverseError
        case ("stacking", 1): rule = .stacking
        case ("trimmed", 1): rule = .trimmed(fraction: Self.defaultTrim)
        case ("trimmed", 2):
            guard let fraction = Double(parts[1]), fraction >= 0, fraction < 0.5 else { return nil }
            rule = .trimmed(fraction: fraction)
        case ("weighted", 2):
            let texts = parts[1].split(separator: ",", omittingEmptySubsequences: false)
            let weights = texts.compactMap { Double($0) }
            guard weights.count == texts.count else { return nil }
            rule = .weighted(weights)
        default: return nil
        }
    }

    var defaultValueDescription: String { text }
}
