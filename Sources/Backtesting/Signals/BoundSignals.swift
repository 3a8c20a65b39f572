#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The signals of a position's symbols, and what a policy does with them.
struct BoundSignals {
    let policy: ForecastPolicy
    private let signals: SignalTable
    /// The signals' place of each symbol held.
    private let places: [Int]

    /// Nil for a policy that does not use forecasts.
    ///
    /// - Throws: ``BacktestError/invalidSignals(_:)`` when there are no signals for such a policy, or none
    ///   for a symbol.
    init?(
        _ policy: RebalancingPolicy,
        _ signals: SignalTable?,
        symbols: [String]
    ) throws(BacktestError) {
        guard let forecast = policy.forecast else { return nil }
        guard let signals else {
            throw .invalidSignals("the policy \(forecast.rule.name) needs forecasts; give signals")
        }
        var places: [Int] = []
        for symbol in symbols {
            guard let place = signals.symbols.firstIndex(of: symbol) else {
                throw .invalidSignals("there is no forecast for the symbol '\(symbol)'")
            }
            places.append(place)
        }
        self.policy = forecast
        self.signals = signals
        self.places = places
    }

    /// The target weights at a bar; `weights` are those of the allocation.
    func targets(at bar: Int, weights: [Double]) -> [Double] {
        guard let row = row(at: bar) else { return weights }
        let returns = places.map { signals.returns[row + $0] }
        guard returns.allSatisfy(\.isFinite) else { return weights }
        switch policy.rule {
        case .veto:
            return weights
        case .topK(let k):
            return ForecastPolicy.best(k, of: weights, returns: returns)
        case .tilt(let strength, let cap):
            let scores = zip(returns, places).map { $0 / signals.risks[row + $1] }
            guard scores.allSatisfy(\.isFinite) else { return weights }
            return ForecastPolicy.tilted(weights, scores: scores, strength: strength, cap: cap)
        }
    }

    /// Whether what is held is forecast to gain more than the veto's limit.
    func vetoes(at bar: Int, values: [Double], total: Double) -> Bool {
        guard case .veto(let rise) = policy.rule, let row = row(at: bar) else { return false }
        var gain = 0.0
        for (value, place) in zip(values, places) {
            gain += value * expm1(signals.returns[row + place])
        }
        // A comparison with NaN is false.
        return gain / total > rise
    }

    /// Where the row that counts at a bar begins.
    private func row(at bar: Int) -> Int? {
        let row = bar - policy.delay
        guard row >= 0, row < signals.barCount else { return nil }
        return row * signals.symbols.count
    }
}
