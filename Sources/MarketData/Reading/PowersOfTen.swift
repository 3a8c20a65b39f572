/// Powers of ten for conversions of decimal numbers, as plain memory.
///
/// A Swift array would be checked for bounds and retained in the innermost loop of the reader.
///
/// `@unchecked Sendable`: the memory is written once, before any other access, and never freed.
struct PowersOfTen: @unchecked Sendable {
    /// 1, 10, ... 10^22, which are all exact.
    let doubles: UnsafePointer<Double>
    /// 1, 10, ... 10^19, all that fit.
    let integers: UnsafePointer<UInt64>

    static let table = PowersOfTen()

    private init() {
        let doubles = UnsafeMutablePointer<Double>.allocate(capacity: 23)
        let integers = UnsafeMutablePointer<UInt64>.allocate(capacity: 20)
        var double = 1.0
        var integer: UInt64 = 1
        for exponent in 0..<23 {
            (doubles + exponent).initialize(to: double)
            double *= 10
            guard exponent < 20 else { continue }
            (integers + exponent).initialize(to: integer)
            integer = integer &* 10
        }
        self.doubles = UnsafePointer(doubles)
        self.integers = UnsafePointer(integers)
    }
}
