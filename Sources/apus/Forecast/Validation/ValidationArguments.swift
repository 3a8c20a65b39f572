import ArgumentParser
import Forecasting

/// `always`, `every:K` or `never`.
struct RefitArgument: ExpressibleByArgument {
    let refit: RollingOrigin.Refit

    init(refit: RollingOrigin.Refit) { self.refit = refit }

    init?(argument: String) {
        switch argument {
        case "always": refit = .always
        case "never": refit = .never
        default:
            guard argument.hasPrefix("every:"), let windows = Int(argument.dropFirst(6)),
                windows >= 1
            else { return nil }
            refit = .every(windows)
        }
    }

    var defaultValueDescription: String {
        switch refit {
        case .always: "always"
        case .every(let windows): "every:\(windows)"
        case .never: "never"
        }
    }
}

/// `expanding` or `rolling:N`.
struct TrainingRowsArgument: ExpressibleByArgument {
    let training: RollingOrigin.Training

    init(training: RollingOrigin.Training) { self.training = training }

    init?(argument: String) {
        if argument == "expanding" {
            training = .expanding
        } else if argument.hasPrefix("rolling:"), let rows = Int(argument.dropFirst(8)), rows >= 1 {
            training = .rolling(length: rows)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch training {
        case .expanding: "expanding"
        case .rolling(let length): "rolling:\(length)"
        }
    }
}

/// `train:validation:test`, in rows or in shares of all rows.
struct SplitArgument: ExpressibleByArgument {
    enum Parts {
        case rows(Int, Int, Int)
        case shares(Double, Double, Double)
    }

    let parts: Parts
    /// As it was given.
    let text: String

    init?(argument: String) {
        text = argument
        let texts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard texts.count == 3 else { return nil }
        let rows = texts.compactMap { Int($0) }
        if rows.count == 3 {
            parts = .rows(rows[0], rows[1], rows[2])
            return
        }
        let shares = texts.compactMap { Double($0) }
        guard shares.count == 3 else { return nil }
        parts = .shares(shares[0], shares[1], shares[2])
    }
}

/// What series are standardised by.
enum StandardizeArgument: String, ExpressibleByArgument, CaseIterable {
    case none, train
}

/// Percentages with commas between, such as `80,95`.
struct LevelsArgument: ExpressibleByArgument {
    let levels: [Double]

    init?(argument: String) {
        let texts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let levels = texts.compactMap { Double($0) }
        guard levels.count == texts.count, !levels.isEmpty, Set(levels).count == levels.count,
            levels.allSatisfy({ $0 > 0 && $0 < 100 })
        else { return nil }
        self.levels = levels.sorted()
    }

    var coverages: [Double] { levels.map { $0 / 100 } }
    var names: [String] { levels.map(Self.name) }
    var defaultValueDescription: String { names.joined(separator: ",") }

    /// `80` and `97.5`.
    static func name(_ level: Double) -> String {
        level == level.rounded() ? "\(Int(level))" : "\(level)"
    }
}

/// `key=value` for all models that have the setting, or `model.key=value`.
struct SettingArgument: ExpressibleByArgument {
    let model: String?
    let key: String
    let value: String

    /// As it is given.
    var text: String { "\(model.map { "\($0)." } ?? "")\(key)=\(value)" }

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        let name = argument[..<equals]
        value = String(argument[argument.index(after: equals)...])
        if let dot = name.firstIndex(of: ".") {
            model = String(name[..<dot])
            key = String(name[name.index(after: dot)...])
        } else {
            model = nil
            key = String(name)
        }
        guard !key.isEmpty, model?.isEmpty != true else { return nil }
    }
}
