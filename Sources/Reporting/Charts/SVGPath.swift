/// Lines of a drawing of 1,000 by 1,000 units that is stretched to its place.
enum SVGPath {
    static let size = 1_000.0

    /// A line through points from 0 to 1, upwards; a point that is not a number is a gap.
    static func line(_ points: [(x: Double, y: Double)]) -> String {
        var path = ""
        var isDrawing = false
        for (x, y) in points {
            guard x.isFinite, y.isFinite else {
                isDrawing = false
                continue
            }
            path += "\(isDrawing ? "L" : "M")\(unit(x)) \(unit(1 - y))"
            isDrawing = true
        }
        return path
    }

    /// The area between a line and a level.
    static func area(_ points: [(x: Double, y: Double)], to level: Double) -> String {
        let known = points.filter { $0.x.isFinite && $0.y.isFinite }
        guard let first = known.first, let last = known.last else { return "" }
        return line(known)
            + "L\(unit(last.x)) \(unit(1 - level))L\(unit(first.x)) \(unit(1 - level))Z"
    }

    /// The area between two lines.
    static func band(_ lower: [(x: Double, y: Double)], _ upper: [(x: Double, y: Double)]) -> String
    {
        let known = zip(lower, upper).filter { $0.y.isFinite && $1.y.isFinite }
        guard known.count > 1 else { return "" }
        let back = known.reversed().map { "L\(unit($0.0.x)) \(unit(1 - $0.0.y))" }
        return line(known.map(\.1)) + back.joined() + "Z"
    }

    /// A line of no length at each point, which round ends make a dot.
    static func dots(_ points: [(x: Double, y: Double)]) -> String {
        points.filter { $0.x.isFinite && $0.y.isFinite }
            .map { "M\(unit($0.x)) \(unit(1 - $0.y))h0" }.joined()
    }

    /// A curve in a drawing of 100 by 24 units, from its lowest to its highest value.
    static func small(_ values: [Double]) -> String {
        let finite = values.filter(\.isFinite)
        guard values.count > 1, let least = finite.min(), let most = finite.max() else { return "" }
        var path = ""
        for (place, value) in values.enumerated() where value.isFinite {
            let height = most > least ? (value - least) / (most - least) : 0.5
            let x = Double(place) / Double(values.count - 1) * 100
            path +=
                "\(path.isEmpty ? "M" : "L")\(Format.fixed(x, decimals: 1))"
                + " \(Format.fixed(23 - height * 22, decimals: 1))"
        }
        return path
    }

    /// A place in the drawing, to a tenth of a unit.
    static func unit(_ part: Double) -> String {
        let tenths = Int((part * size * 10).rounded())
        let (whole, rest) = tenths.quotientAndRemainder(dividingBy: 10)
        if rest == 0 { return "\(whole)" }
        return "\(tenths < 0 && whole == 0 ? "-" : "")\(whole).\(abs(rest))"
    }

    /// A share of the whole as CSS takes it.
    static func percent(_ part: Double) -> String { Format.fixed(part * 100, decimals: 2) + "%" }
}
