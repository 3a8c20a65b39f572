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
