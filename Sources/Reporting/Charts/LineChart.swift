/// Curves over time: a drawing, its axes, and what a pointer or the arrow keys read from it.
struct LineChart: Sendable {
    /// One curve.
    struct Series: Sendable {
        let name: String
        /// The style's class: `first`, `second` or `third`.
        let style: String
        let values: [Double]
        /// Whether the area to 0 is filled.
        var isFilled = false
    }

    /// What the chart shows, for those who cannot see it.
    let label: String
    let series: [Series]
    let timestamps: [Int64]
    /// Alternately shaded: the first bars of windows.
    let windows: [Int]
    let axis: Axis
    /// How values are written.
    let format: @Sendable (Double) -> String
    var isLow = false

    /// For the template.
    var context: [String: Any] {
        let count = timestamps.count
        let indices = ChartSample.indices(series.map(\.values))
        func x(_ index: Int) -> Double { count < 2 ? 0.5 : Double(index) / Double(count - 1) }
        let drawn = series.map { one -> [String: Any] in
            let points = indices.map { (x: x($0), y: axis.position(one.values[$0])) }
            let level = axis.position(min(max(0, axis.lower), axis.upper))
            return [
                "name": one.name, "style": one.style, "path": SVGPath.line(points),
                "area": one.isFilled ? SVGPath.area(points, to: level) : "",
            ]
        }
        let bounds = windows + [count - 1]
        let shaded = windows.indices.filter { !$0.isMultiple(of: 2) }.map {
            place -> [String: Any] in
            [
                "x": SVGPath.unit(x(bounds[place])),
                "width": SVGPath.unit(x(bounds[place + 1]) - x(bounds[place])),
            ]
        }
        return [
            "label": label, "low": isLow, "series": drawn, "shaded": shaded,
            "ticks": axis.ticks.map { tick -> [String: Any] in
                [
                    "y": SVGPath.unit(1 - axis.position(tick)),
                    "top": SVGPath.percent(1 - axis.position(tick)), "text": format(tick),
                ]
            },
            "times": TimeTicks.ticks(timestamps).enumerated().map { place, tick -> [String: Any] in
                [
                    "x": SVGPath.unit(x(tick.index)), "left": SVGPath.percent(x(tick.index)),
                    "text": tick.label, "minor": !place.isMultiple(of: 2),
                ]
            },
            "data": data(indices, x),
        ]
    }

    /// What the page's script reads: times and texts of the points that are drawn.
    private func data(_ indices: [Int], _ x: (Int) -> Double) -> String {
        let times = indices.map { "\"\(Describe.time(timestamps[$0]))\"" }
        let places = indices.map { Format.fixed(x($0), decimals: 4) }
        let curves = series.map { one in
            let texts = indices.map { "\"\(format(one.values[$0]))\"" }
            let heights = indices.map { index -> String in
                let y = axis.position(one.values[index])
                return y.isFinite ? Format.fixed(y, decimals: 4) : "null"
            }
            return "{\"texts\":[\(texts.joined(separator: ","))],"
                + "\"y\":[\(heights.joined(separator: ","))]}"
        }
        return
            "{\"times\":[\(times.joined(separator: ","))],\"x\":[\(places.joined(separator: ","))],"
            + "\"curves\":[\(curves.joined(separator: ","))]}"
    }
}
