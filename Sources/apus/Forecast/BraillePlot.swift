/// Lines drawn with the dots of braille characters, two wide and four high each, over a shaded band.
struct BraillePlot {
    let columns: Int
    let rows: Int
    private let range: ClosedRange<Double>
    private var dots: [UInt8]
    private var isShaded: [Bool]

    /// The bit of each dot of a character, row by row.
    private static let bits: [[UInt8]] = [
        [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
    ]

    /// An empty picture.
    ///
    /// - Parameter range: The values at its lower and its upper edge.
    init(columns: Int, rows: Int, range: ClosedRange<Double>) {
        self.columns = columns
        self.rows = rows
        let isFlat = !(range.upperBound > range.lowerBound)
        let margin = isFlat ? max(abs(range.lowerBound) * 0.01, 1e-9) : 0
        self.range = (range.lowerBound - margin)...(range.upperBound + margin)
        dots = Array(repeating: 0, count: columns * rows)
        isShaded = Array(repeating: false, count: columns * rows)
    }

    /// The value at the upper edge, the middle or the lower edge: 0, 0.5 or 1.
    func value(at share: Double) -> Double {
        range.upperBound - share * (range.upperBound - range.lowerBound)
    }

    /// A line through points; places from 0 to 1 from left to right.
    mutating func line(_ points: [(place: Double, value: Double)]) {
        var last: (x: Int, y: Int)?
        for point in points {
            let next = (x: dotColumn(point.place), y: dotRow(point.value))
            let from = last ?? next
            let steps = max(abs(next.x - from.x), abs(next.y - from.y), 1)
            for step in 0...steps {
                let share = Double(step) / Double(steps)
                let x = Double(from.x) + share * Double(next.x - from.x)
                let y = Double(from.y) + share * Double(next.y - from.y)
                set(Int(x.rounded()), Int(y.rounded()))
            }
            last = next
        }
    }

    /// Shades what lies between two lines.
    mutating func band(_ points: [(place: Double, lower: Double, upper: Double)]) {
        for (from, to) in zip(points, points.dropFirst()) {
            let (first, last) = (dotColumn(from.place) / 2, dotColumn(to.place) / 2)
            for column in first...max(first, last) {
                let share = last > first ? Double(column - first) / Double(last - first) : 1
                let top = dotRow(from.upper + share * (to.upper - from.upper)) / 4
                let bottom = dotRow(from.lower + share * (to.lower - from.lower)) / 4
                for row in top...max(top, bottom) { isShaded[row * columns + column] = true }
            }
        }
    }

    /// The picture, a text for each row.
    var lines: [String] {
        (0..<rows).map { row in
            var text = String.UnicodeScalarView()
            for place in (row * columns)..<((row + 1) * columns) {
                if dots[place] > 0, let braille = Unicode.Scalar(0x2800 + UInt32(dots[place])) {
                    text.append(braille)
                } else {
                    text.append(isShaded[place] ? "░" : " ")
                }
            }
            return String(text)
        }
    }

    private func dotColumn(_ place: Double) -> Int {
        min(max(Int((place * Double(2 * columns - 1)).rounded()), 0), 2 * columns - 1)
    }

    private func dotRow(_ value: Double) -> Int {
        let share = (range.upperBound - value) / (range.upperBound - range.lowerBound)
        return min(max(Int((share * Double(4 * rows - 1)).rounded()), 0), 4 * rows - 1)
    }

    private mutating func set(_ x: Int, _ y: Int) {
        dots[y / 4 * columns + x / 2] |= Self.bits[y % 4][x % 2]
    }
}
