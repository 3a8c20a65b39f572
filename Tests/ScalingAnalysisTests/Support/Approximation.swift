/// Whether two numbers are equal but for a relative error, or both NaN.
func isClose(_ value: Double, _ expected: Double, relative tolerance: Double) -> Bool {
    if value.isNaN || expected.isNaN { return value.isNaN && expected.isNaN }
    return abs(value - expected) <= tolerance * max(abs(expected), .leastNormalMagnitude)
}
