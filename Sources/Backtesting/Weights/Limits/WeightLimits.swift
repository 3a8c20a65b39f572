/// The least and the largest weight that a symbol may have.
public struct WeightRange: Sendable, Hashable {
    /// The least weight, at least 0: nothing is sold short.
    public let least: Double
    /// The largest weight, at most 1.
    public let largest: Double

    /// From 0 to 1: no limit but that nothing is sold short.
    public static let any = WeightRange(unchecked: 0, 1)

    /// Creates a range.
    ///
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` unless
    ///   0 <= least <= largest <= 1.
    public init(least: Double = 0, largest: Double = 1) throws(BacktestError) {
        guard 0...1 ~= least else {
            throw .invalidSetting(name: "least weight", value: least, requirement: "from 0 to 1")
        }
        guard largest >= least, largest <= 1 else {
            throw .invalidSetting(
                name: "largest weight",
                value: largest,
                requirement: "from the least weight, \(least), to 1"
            )
        }
        self.init(unchecked: least, largest)
    }

    private init(unchecked least: Double, _ largest: Double) {
        self.least = least
        self.largest = largest
    }
}

/// The limits of all symbols' weights.
public struct WeightLimits: Sendable, Hashable {
    /// The limits of a symbol that has none of its own.
    public let usual: WeightRange
    /// The limits of symbols that have their own.
    public let exceptions: [String: WeightRange]

    /// No limits but that nothing is sold short.
    public static let none = WeightLimits()

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - usual: For every symbol that is not named.
    ///   - exceptions: By symbol; symbols that are not held do not count.
    public init(usual: WeightRange = .any, exceptions: [String: WeightRange] = [:]) {
        self.usual = usual
        self.exceptions = exceptions
    }

    /// The limits of a symbol.
    public subscript(symbol: String) -> WeightRange { exceptions[symbol] ?? usual }

    /// Why no weights of these symbols keep the limits and sum to 1 (within
    /// ``Allocation/weightTolerance``); nil when some do.
    public func problem(for symbols: [String]) -> String? {
        var (least, largest) = (0.0, 0.0)
        for symbol in symbols {
            least += self[symbol].least
            largest += self[symbol].largest
        }
        if least > 1 + Allocation.weightTolerance {
            return "the least weights sum to \(least), above 1; lower them"
        }
        if largest < 1 - Allocation.weightTolerance {
            return "the largest weights sum to \(largest), below 1; raise them"
        }
        return nil
    }
}
