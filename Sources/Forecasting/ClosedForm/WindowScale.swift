/// The mean and spread that a window is standardised by.
struct WindowScale: Sendable {
    /// What is added to the standard deviation, so that a flat window does not divide by zero.
    static let epsilon = 1e-5

    let mean: Double
    /// The population standard deviation plus ``epsilon``; NaN if it overflows.
    let spread: Double
    /// Whether all values are equal.
    let isFlat: Bool

    /// The scale of a window.
    @inline(__always)
    init(_ values: UnsafePointer<Double>, _ count: Int) {
        // Sums of what differs from the first value: the level costs no digits.
        let first = values[0]
        let whole = count & ~7
        var sums = Lanes.zero
        var place = 0
        while place < whole {
            sums += values.lanes(place) - first
            place += 8
        }
        var sum = sums.treeSum
        for place in whole..<count { sum += values[place] - first }
        let mean = first + sum / Double(count)
        var squares = Lanes.zero
        var range = Lanes.zero
        place = 0
        while place < whole {
            let value = values.lanes(place)
            let apart = value - mean
            squares += apart * apart
            range.replace(with: 1, where: value .!= first)
            place += 8
        }
        var square = squares.treeSum
        var differs = range != .zero
        for place in whole..<count {
            let apart = values[place] - mean
            square += apart * apart
            differs = differs || values[place] != first
        }
        self.mean = mean
        let deviation = (square / Double(count)).squareRoot()
        // What overflows must not pass for a window that is scaled to nothing.
        spread = deviation.isFinite ? deviation + Self.epsilon : .nan
        isFlat = !differs
    }
}
