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

extension Objective: ExpressibleByArgument {}
extension WalkForward.TrainingStart: ExpressibleByArgument {}

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
