/// How values are spread: counts of equal ranges, those below a mark told apart.
struct Histogram: Sendable {
    let label: String
    let values: [Double]
    /// Ranges end here, so that what is below it can be told apart.
    let mark: Double
    let format: @Sendable (Double) -> String

    private static let bins = 24

    /// For the template.
    var context: [String: Any] {
        let finite = values.filter(\.isFinite)
        let axis = Axis(finite, includes: mark)
        let width = (axis.upper - axis.lower) / Double(Self.bins)
        var counts = [Int](repeating: 0, count: Self.bins)
        for value in finite {
            counts[min(Self.bins - 1, max(0, Int((value - axis.lower) / width)))] += 1
        }
        let most = Double(max(1, counts.max() ?? 1))
        return [
            "label": label,
            "bars": counts.enumerated().map { place, count -> [String: Any] in
                let lower = axis.lower + Double(place) * width
                return [
                    "left": SVGPath.percent(Double(place) / Double(Self.bins)),
                    "width": SVGPath.percent(1 / Double(Self.bins)),
                    "height": SVGPath.percent(Double(count) / most),
                    "below": lower + width / 2 < mark,
                    "text": "\(format(lower)) to \(format(lower + width)): \(Format.count(count))",
                ]
            },
            "ticks": axis.ticks.map { tick -> [String: Any] in
                [
                    "left": SVGPath.percent(axis.position(tick)),
                    "text": Format.withoutTrailingZeros(format(tick)),
                ]
            },
            "mark": SVGPath.percent(axis.position(mark)),
        ]
    }
}
