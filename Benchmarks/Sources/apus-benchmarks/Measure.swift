/// Durations of several ways of doing the same, taken in turn so that a drifting machine is fair.
struct Measurement {
    let name: String
    private(set) var seconds: [Double] = []

    init(name: String) { self.name = name }

    var median: Double { seconds.sorted()[seconds.count / 2] }
    var minimum: Double { seconds.min() ?? .nan }
    var maximum: Double { seconds.max() ?? .nan }

    mutating func add(_ duration: Duration) {
        let (whole, fraction) = duration.components
        seconds.append(Double(whole) + Double(fraction) * 1e-18)
    }
}

/// Runs every body once to warm up, then `repeats` times in turn.
func measure(
    repeats: Int,
    _ bodies: [(name: String, body: () throws -> Void)]
) throws -> [Measurement] {
    var measurements = bodies.map { Measurement(name: $0.name) }
    let clock = ContinuousClock()
    for (_, body) in bodies { try body() }
    for _ in 0..<repeats {
        for (index, entry) in bodies.enumerated() {
            let duration = try clock.measure { try entry.body() }
            measurements[index].add(duration)
        }
    }
    return measurements
}

/// Three significant digits.
func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 100, scale < 1e9 { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
}
