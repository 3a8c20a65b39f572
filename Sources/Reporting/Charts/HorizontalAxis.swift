#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the points of a chart lie from left to right, and what they are called.
struct HorizontalAxis: Sendable {
    /// A mark below the chart.
    struct Tick: Sendable {
        /// From 0 at the left to 1 at the right.
        let position: Double
        let text: String
        /// Whether it is left out where there is little room.
        var isMinor = false
    }

    let count: Int
    let ticks: [Tick]
    /// From 0 at the left to 1 at the right, ascending.
    let position: @Sendable (Int) -> Double
    /// What a point is called.
    let text: @Sendable (Int) -> String

    /// Bars in time order, evenly spaced however long the market is closed between them.
    static func times(_ timestamps: [Int64]) -> HorizontalAxis {
        let count = timestamps.count
        let position: @Sendable (Int) -> Double = {
            count < 2 ? 0.5 : Double($0) / Double(count - 1)
        }
        return HorizontalAxis(
            count: count,
            ticks: TimeTicks.ticks(timestamps).enumerated().map { place, tick in
                Tick(
                    position: position(tick.index),
                    text: tick.label,
                    isMinor: !place.isMultiple(of: 2)
                )
            },
            position: position,
            text: { Describe.time(timestamps[$0]) }
        )
    }

    /// Ascending numbers of something: steps, threads.
    ///
    /// - Parameters:
    ///   - values: What is shown, each above 0 where equal ratios are to be equally far apart.
    ///   - marked: Which of them have a mark; all that find room by default.
    ///   - noun: What one of them is: "step".
    static func numbers(
        _ values: [Double],
        isLogarithmic: Bool = false,
        marked: [Double]? = nil,
        noun: String
    ) -> HorizontalAxis {
        func place(_ value: Double) -> Double { isLogarithmic ? log(value) : value }
        let (lower, upper) = (place(values.first ?? 1), place(values.last ?? 1))
        func position(_ value: Double) -> Double {
            upper > lower ? (place(value) - lower) / (upper - lower) : 0.5
        }
        let places = values.map(position)
        let shown = marked ?? values
        // So many numbers stand side by side on a wide screen, and half of them on a narrow one.
        let step = (shown.count + 11) / 12
        return HorizontalAxis(
            count: values.count,
            ticks: shown.indices.filter { $0.isMultiple(of: step) }.enumerated().map {
                order,
                index in
                Tick(
                    position: position(shown[index]),
                    text: Self.text(shown[index]),
                    isMinor: !order.isMultiple(of: 2) && shown.count > 6
                )
            },
            position: { places[$0] },
            text: { "\(noun) \(Self.text(values[$0]))" }
        )
    }

    /// Ascending numbers that are drawn where they are, with round ones marked; those that grow many times over by
    /// their logarithms.
    static func spread(_ values: [Double], noun: String) -> HorizontalAxis {
        let (lower, upper) = (values.first ?? 0, values.last ?? 1)
        let axis = Axis(values, isLogarithmic: lower > 0 && upper / lower > 20)
        func place(_ value: Double) -> Double { axis.isLogarithmic ? log(value) : value }
        func position(_ value: Double) -> Double {
            upper > lower
                ? (place(value) - place(lower)) / (place(upper) - place(lower)) : 0.5
        }
        let places = values.map(position)
        return HorizontalAxis(
            count: values.count,
            ticks: axis.ticks.filter { lower <= $0 && $0 <= upper }.enumerated().map {
                order,
                value in
                Tick(
                    position: position(value),
                    text: Format.withoutTrailingZeros(Format.significant(value)),
                    isMinor: !order.isMultiple(of: 2)
                )
            },
            position: { places[$0] },
            text: { "\(noun) \(Format.significant(values[$0]))" }
        )
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() ? Format.count(Int(value)) : Format.fixed(value, decimals: 2)
    }
}
