public import ArgumentParser
import MarketData
public import Optimization
public import Validation

/// `anchored` or `rolling:M`.
struct TrainingArgument: ExpressibleByArgument {
    let training: WalkForward.Training

    init?(argument: String) {
        if argument == "anchored" {
            training = .anchored
        } else if argument.hasPrefix("rolling:"), let windows = Int(argument.dropFirst(8)),
            windows >= 1
        {
            training = .rolling(windows: windows)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch training {
        case .anchored: "anchored"
        case .rolling(let windows): "rolling:\(windows)"
        }
    }
}

/// `walk-forward`, `kfold:F` or `cpcv:N,K`.
enum SplitsArgument: ExpressibleByArgument {
    case walkForward
    case kFold(folds: Int)
    case combinatorial(groups: Int, testGroups: Int)

    init?(argument: String) {
        if argument == "walk-forward" {
            self = .walkForward
            return
        }
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let fields = parts[1].split(separator: ",", omittingEmptySubsequences: false)
        let numbers = fields.compactMap { Int($0) }
        guard numbers.count == fields.count else { return nil }
        switch (parts[0], numbers.count) {
        case ("kfold", 1): self = .kFold(folds: numbers[0])
        case ("cpcv", 2): self = .combinatorial(groups: numbers[0], testGroups: numbers[1])
        default: return nil
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .walkForward: "walk-forward"
        case .kFold(let folds): "kfold:\(folds)"
        case .combinatorial(let groups, let testGroups): "cpcv:\(groups),\(testGroups)"
        }
    }
}

/// `auto` or a bar interval.
struct TimeframeArgument: ExpressibleByArgument {
    let interval: BarInterval?

    init?(argument: String) {
        if argument == "auto" {
            interval = nil
        } else if let interval = BarInterval(argument) {
            self.interval = interval
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { interval?.description ?? "auto" }
}

/// `auto` or a number above 0.
struct PeriodsArgument: ExpressibleByArgument {
    let perYear: Double?

    init?(argument: String) {
        if argument == "auto" {
            perYear = nil
        } else if let value = Double(argument), value > 0, value.isFinite {
            perYear = value
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { perYear.map { "\($0)" } ?? "auto" }
}

/// How gaps are treated.
enum FillArgument: String, ExpressibleByArgument, CaseIterable {
    case none, forward
}

extension Universe: ExpressibleByArgument {}
extension WalkForward.TrainingStart: ExpressibleByArgument {}
extension SearchSettings.Method: ExpressibleByArgument {}

/// A time such as `30s`, `10m` or `2h`.
struct DurationArgument: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600]
        guard let unit = argument.last.flatMap({ units[$0] }),
            argument.first.map({ $0.isNumber || $0 == "." }) == true,
            let value = Double(argument.dropLast()), value > 0, value * unit <= 1e9
        else { return nil }
        seconds = value * unit
    }

    var defaultValueDescription: String { "\(seconds)s" }
}

/// `auto`, `all`, `off` or a number of candidates.
struct OddsArgument: ExpressibleByArgument {
    let settings: OddsSettings

    init?(argument: String) {
        switch argument {
        case "auto": settings = .standard
        case "all": settings = OddsSettings(candidates: .max)
        case "off": settings = .off
        default:
            guard let count = Int(argument), count >= 2 else { return nil }
            settings = OddsSettings(candidates: count)
        }
    }

    var defaultValueDescription: String {
        switch settings {
        case .standard: "auto"
        case .off: "off"
        default: settings.candidates == .max ? "all" : "\(settings.candidates)"
        }
    }
}

/// `all` or `top:N`; without either, all up to a million and the best of more.
extension Keep: ExpressibleByArgument {
    /// Reads what the command line says; nil if it cannot be read.
    public init?(argument: String) {
        if argument == "auto" {
            self = .automatic
        } else if argument == "all" {
            self = .all
        } else if argument.hasPrefix("top:"), let count = Int(argument.dropFirst(4)),
            1...Self.largestTop ~= count
        {
            self = .top(count)
        } else {
            return nil
        }
    }

    private static let largestTop = 10_000_000

    /// As the command line says it.
    public var defaultValueDescription: String {
        switch self {
        case .automatic: "auto"
        case .all: "all"
        case .top(let count): "top:\(count)"
        }
    }
}
