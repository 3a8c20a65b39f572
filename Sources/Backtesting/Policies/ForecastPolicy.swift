/// How forecasts steer a portfolio: they move its target weights, or keep it from being rebalanced.
///
/// At bar `t` the row `t - delay` of the signals counts. Where it has no finite forecast for every symbol
/// held, the allocation's own weights are the targets and nothing is vetoed.
public struct ForecastPolicy: Sendable, Hashable {
    /// What is done with the forecasts.
    public enum Rule: Sendable, Hashable {
        /// Target weights proportional to `w exp(strength z)`, where `w` is the allocation's weight and `z`
        /// the forecast return over its risk; see ``ForecastPolicy/tilted(_:scores:strength:cap:)``.
        case tilt(strength: Double, cap: Double)
        /// The `k` symbols with the highest forecast returns, in the proportions of the allocation.
        case topK(Int)
        /// No rebalance while what is held is forecast to gain more than `rise` over the horizon.
        case veto(rise: Double)

        /// What the rule is called in files.
        public var name: String {
            switch self {
            case .tilt: "forecast-tilt"
            case .topK: "top-k"
            case .veto: "forecast-veto"
            }
        }

        /// All names.
        public static let names = ["forecast-tilt", "top-k", "forecast-veto"]
    }

    /// What is done with the forecasts.
    public let rule: Rule
    /// Which of several signals it looks at, from 0.
    public let signal: Int
    /// Bars from the one that is forecast from to the one that is traded at: 1 decides on what was known
    /// a bar ago, 0 trades at the very close that the forecast was made from.
    public let delay: Int

    /// The delay where none is given.
    public static let usualDelay = 1

    /// Makes a policy.
    ///
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` for a strength that is not from
    ///   0 to 1,000, a cap that is not above 0 and at most 1, a `k` below 1, a rise that is not finite,
    ///   and a delay that is not from 0 to 10,000.
    public init(
        _ rule: Rule,
        signal: Int = 0,
        delay: Int = ForecastPolicy.usualDelay
    ) throws(BacktestError) {
        switch rule {
        case .tilt(let strength, let cap):
            guard 0...1_000 ~= strength else {
                throw .invalidSetting(name: "tilt", value: strength, requirement: "from 0 to 1000")
            }
            guard cap > 0, cap <= 1 else {
                throw .invalidSetting(name: "cap", value: cap, requirement: "above 0, at most 1")
            }
        case .topK(let k):
            guard k >= 1 else {
                throw .invalidSetting(name: "k", value: Double(k), requirement: "at least 1")
            }
        case .veto(let rise):
            guard rise.isFinite else {
                throw .invalidSetting(name: "rise", value: rise, requirement: "that is finite")
            }
        }
        guard 0...10_000 ~= delay else {
            throw .invalidSetting(
                name: "delay",
                value: Double(delay),
                requirement: "from 0 to 10000 bars"
            )
        }
        precondition(signal >= 0)
        self.rule = rule
        self.signal = signal
        self.delay = delay
    }

    /// Whether it moves target weights, or else keeps from rebalancing.
    public var movesTargets: Bool {
        if case .veto = rule { false } else { true }
    }

    /// The policy as a phrase, for example "hold the 2 best predicted".
    public var phrase: String {
        var text =
            switch rule {
            case .tilt(let strength, let cap):
                "tilt weights to predicted return over risk by \(strength), none above"
                    + " \((cap * 1e6).rounded() / 1e4) %"
            case .topK(let k): "hold the \(k) best predicted"
            case .veto(let rise):
                "no rebalance while a gain above \((rise * 1e6).rounded() / 1e4) % is predicted"
            }
        if delay != Self.usualDelay { text += ", decided \(delay) bars ahead" }
        return text
    }

    /// The policy in a few characters, for example "top-k 2".
    public var label: String {
        var text = rule.name
        switch rule {
        case .tilt(let strength, let cap): text += " \(strength) cap \(cap)"
        case .topK(let k): text += " \(k)"
        case .veto(let rise): text += " \(rise)"
        }
        if delay != Self.usualDelay { text += " delay \(delay)" }
        return text
    }
}
