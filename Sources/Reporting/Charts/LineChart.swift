/// Curves: a drawing, its axes, and what a pointer or the arrow keys read from it.
struct LineChart: Sendable {
    /// One curve.
    struct Series: Sendable {
        let name: String
        let style: Style
        let values: [Double]
        /// How it is drawn.
        var drawing = Drawing.line
        /// The ends of an interval around each value, shaded.
        var band: (lower: [Double], upper: [Double])?
        /// What each value reads, where that says more than the number; empty where there is nothing to
        /// say.
        var texts: [String]?
    }

    /// A shaded part at the right, and what is different there.
    struct Zone: Sendable {
        /// Its first point.
        let start: Int
        let text: String
    }

    /// Colours, told apart in light and dark.
    enum Style: String, CaseIterable {
        case first, second, third, fourth, fifth, sixth
    }

    enum Drawing: String {
        case line, dashed, dotted
        /// A line with the area to 0 filled.
        case filled
        /// A dot for each value.
        case dots
        /// The same, told apart by their shape.
        case squares
        /// Dots with a line through them, over what is missing between them.
        case joined
    }

    /// How tall it is.
    enum Size: String {
        case tall, low
    }

    /// What the chart shows, for those who cannot see it.
    let label: String
    let series: [Series]
    let horizontal: HorizontalAxis
    /// Alternately shaded: the first points of windows.
    var windows: [Int] = []
    var zone: Zone?
    let axis: Axis
    /// What the values are and in which unit: "Drawdown, % of the highest value so far".
    let unit: String
    /// What goes from left to right, where that needs to be said.
    var horizontalUnit = ""
    /// How values are written.
    let format: @Sendable (Double) -> String
    var size = Size.tall

    /// For the template.
    var context: [String: Any] {
        let indices = ChartSample.indices(
            series.flatMap { [$0.values] + ($0.band.map { [$0.lower, $0.upper] } ?? []) }
        )
        let bounds = windows + [horizontal.count - 1]
        let shaded = windows.indices.filter { !$0.isMultiple(of: 2) }.map {
            place -> [String: Any] in
            let (start, end) = (
                horizontal.position(bounds[place]), horizontal.position(bounds[place + 1])
            )
            return ["x": SVGPath.unit(start), "width": SVGPath.unit(end - start)]
        }
        let curves = series.map { drawn($0, indices) }
        return [
            "label": label, "size": size.rawValue, "series": curves,
            // The first lies above the others where they are the same.
            "drawn": Array(curves.reversed()),
            "shaded": shaded, "zone": zone.map { [drawn($0)] } ?? [], "unit": unit,
            "horizontalUnit": horizontalUnit,
            "ticks": axis.ticks.map { tick -> [String: Any] in
                [
                    "y": SVGPath.unit(1 - axis.position(tick)),
                    "top": SVGPath.percent(1 - axis.position(tick)),
                    "text": Format.withoutTrailingZeros(format(tick)),
                ]
            },
            "marks": horizontal.ticks.map { tick -> [String: Any] in
                [
                    "left": SVGPath.percent(tick.position), "text": tick.text,
                    "minor": tick.isMinor,
                ]
            },
            "data": data(indices),
        ]
    }

    private func drawn(_ one: Series, _ indices: [Int]) -> [String: Any] {
        func points(_ values: [Double]) -> [(x: Double, y: Double)] {
            indices.map { (x: horizontal.position($0), y: axis.position(values[$0])) }
        }
        let line = points(one.values)
        var area = ""
        if let band = one.band {
            area = SVGPath.band(points(band.lower), points(band.upper))
        } else if one.drawing == .filled {
            area = SVGPath.area(line, to: axis.position(min(max(0, axis.lower), axis.upper)))
        }
        let path =
            switch one.drawing {
            case .dots, .squares: SVGPath.dots(line)
            case .joined: SVGPath.line(line.filter { $0.x.isFinite && $0.y.isFinite })
            default: SVGPath.line(line)
            }
        return [
            "name": one.name, "style": "\(one.style.rawValue) \(one.drawing.rawValue)",
            "path": path, "area": area,
            "dots": one.drawing == .joined ? [SVGPath.dots(line)] : [],
        ]
    }

    private func drawn(_ zone: Zone) -> [String: Any] {
        let start = horizontal.position(zone.start)
        return [
            "x": SVGPath.unit(start), "width": SVGPath.unit(1 - start),
            "text": zone.text,
        ]
    }

    /// What the page's script reads: names and texts of the points that are drawn.
    private func data(_ indices: [Int]) -> String {
        let names = indices.map { "\"\(horizontal.text($0))\"" }
        let places = indices.map { Format.fixed(horizontal.position($0), decimals: 4) }
        let curves = series.map { one in
            let texts = indices.map { index -> String in
                if let texts = one.texts { return "\"\(texts[index])\"" }
                guard one.values[index].isFinite else { return "\"\"" }
                let value = format(one.values[index])
                guard let band = one.band, band.lower[index].isFinite else { return "\"\(value)\"" }
                return
                    "\"\(value) (\(format(band.lower[index])) to \(format(band.upper[index])))\""
            }
            return "{\"texts\":[\(texts.joined(separator: ","))]}"
        }
        return
            "{\"names\":[\(names.joined(separator: ","))],\"x\":[\(places.joined(separator: ","))],"
            + "\"curves\":[\(curves.joined(separator: ","))]}"
    }
}
