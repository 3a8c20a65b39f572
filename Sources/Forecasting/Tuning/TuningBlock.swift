#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// What a setting may be in a search.
public enum TuningValues: Sendable, Equatable {
    /// One of these.
    case list([String])
    /// A number of a range, ends included.
    case range(TuningRange)

    /// The number of values; nil for a range without steps.
    public var count: Int? {
        switch self {
        case .list(let values): values.count
        case .range(let range): range.count
        }
    }

    /// The value of a place in the list or the steps.
    func value(at place: Int) -> String {
        switch self {
        case .list(let values): values[place]
        case .range(let range):
            range.value(at: Double(place) / Double(max(1, (range.count ?? 2) - 1)))
        }
    }

    /// The value that a number from 0 (included) to 1 (not included) stands for.
    func value(drawn: Double) -> String {
        if let count { return value(at: min(count - 1, Int(drawn * Double(count)))) }
        guard case .range(let range) = self else { return "" }
        return range.value(at: drawn)
    }
}

/// A range of numbers.
public struct TuningRange: Sendable, Equatable {
    /// The least number.
    public let lower: Double
    /// The greatest number.
    public let upper: Double
    /// Evenly spaced steps, ends included; nil for any number between.
    public let count: Int?
    /// Whether it is even in logarithms.
    public let isLogarithmic: Bool
    /// Whether numbers are rounded to whole ones.
    public let isInteger: Bool

    /// Makes a range.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for ends that are not finite or
    ///   do not ascend, fewer than two steps, and a logarithmic range that reaches to 0.
    public init(
        from lower: Double,
        to upper: Double,
        count: Int? = nil,
        isLogarithmic: Bool = false,
        isInteger: Bool = false
    ) throws(ForecastingError) {
        guard lower.isFinite, upper.isFinite, lower < upper else {
            throw .invalidSetting(
                name: "range",
                value: "from \(lower) to \(upper)",
                requirement: "ascends"
            )
        }
        guard !isLogarithmic || lower > 0 else {
            throw .invalidSetting(
                name: "logarithmic range",
                value: "from \(lower)",
                requirement: "is above 0"
            )
        }
        if let count, !(2...1_000_000).contains(count) {
            throw .invalidSetting(
                name: "count",
                value: "\(count)",
                requirement: "is from 2 to 1000000"
            )
        }
        guard !isInteger || max(-lower, upper) < 1e15 else {
            throw .invalidSetting(
                name: "range of whole numbers",
                value: "from \(lower) to \(upper)",
                requirement: "is smaller"
            )
        }
        self.lower = lower
        self.upper = upper
        self.count = count
        self.isLogarithmic = isLogarithmic
        self.isInteger = isInteger
    }

    /// The number at a part of the way.
    func value(at part: Double) -> String {
        let number: Double
        if part == 0 || part == 1 {
            // Not what logarithms make of the ends.
            number = part == 0 ? lower : upper
        } else if isLogarithmic {
            number = exp(log(lower) + part * (log(upper) - log(lower)))
        } else {
            number = lower + part * (upper - lower)
        }
        return isInteger ? "\(Int(number.rounded()))" : "\(Self.rounded(number))"
    }
}

extension TuningRange {
    /// A number of ten digits: what logarithms and sums add behind them is noise that a person must read.
    private static func rounded(_ number: Double) -> Double {
        guard number != 0 else { return 0 }
        let scale = pow(10, 9 - floor(log10(abs(number))))
        let rounded = (number * scale).rounded() / scale
        return rounded.isFinite ? rounded : number
    }
}

/// Every combination of some settings of a model.
public struct TuningBlock: Sendable, Equatable {
    /// The model's name in the catalog.
    public let model: String
    /// Numbers of values before the origin.
    public let inputs: [Int]
    /// Settings in order; the last one changes fastest.
    public let settings: [(name: String, values: TuningValues)]

    /// Makes a block.
    public init(
        model: String,
        inputs: [Int],
        settings: [(name: String, values: TuningValues)] = []
    ) {
        self.model = model
        self.inputs = inputs
        self.settings = settings
    }

    /// Whether models, inputs and settings are equal.
    public static func == (a: TuningBlock, b: TuningBlock) -> Bool {
        a.model == b.model && a.inputs == b.inputs
            && a.settings.elementsEqual(b.settings) { $0.name == $1.name && $0.values == $1.values }
    }

    /// The number of combinations; nil if a range has no steps, or for more than can be counted.
    var count: Int? {
        var count = inputs.count
        for setting in settings {
            guard let values = setting.values.count else { return nil }
            let (product, overflows) = count.multipliedReportingOverflow(by: values)
            if overflows { return nil }
            count = product
        }
        return count
    }

    func point(at index: Int) -> TuningPoint {
        var rest = index
        var chosen: [(String, String)] = []
        for setting in settings.reversed() {
            let count = setting.values.count ?? 1
            chosen.append((setting.name, setting.values.value(at: rest % count)))
            rest /= count
        }
        return TuningPoint(model: model, inputLength: inputs[rest], settings: chosen.reversed())
    }
}

/// A model and its settings.
public struct TuningPoint: Sendable, Equatable {
    /// The model's name in the catalog.
    public let model: String
    /// The number of values before the origin.
    public let inputLength: Int
    /// The settings by name.
    public let settings: [String: String]

    init(model: String, inputLength: Int, settings: [(String, String)]) {
        self.model = model
        self.inputLength = inputLength
        self.settings = Dictionary(settings) { $1 }
    }

    /// Input and settings in the order of their names, such as `input=96 dropout=0.1`.
    public var description: String {
        (["input=\(inputLength)"] + settings.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
            .joined(separator: " ")
    }
}
