/// Amdahl's law: a share of the work stays serial, the rest is divided evenly.
///
/// `T(n) = T(1) (s + (1 - s) / n)`, with the serial fraction `s`. G. M. Amdahl, "Validity of the
/// single processor approach to achieving large scale computing capabilities", AFIPS 1967. The law
/// knows no cost of coordination: it is optimistic beyond the counts it was fitted to.
public struct AmdahlLaw: Sendable, Equatable {
    /// The share of the time on one worker that does not get shorter: 0.1 for 10 %.
    ///
    /// Meaningful from 0 to 1; a fitted one can lie outside.
    public let serialFraction: Double

    /// The law with a serial fraction; NaN makes all its figures NaN.
    public init(serialFraction: Double) { self.serialFraction = serialFraction }

    /// The speed-up over one worker, `1 / (s + (1 - s) / n)`.
    ///
    /// NaN when the serial fraction is NaN or so far below 0 that the law gives no time above 0.
    ///
    /// - Parameter workers: The number of workers, at least 1.
    public func speedup(at workers: Int) -> Double {
        precondition(workers >= 1, "a speed-up needs at least one worker")
        let time = serialFraction + (1 - serialFraction) / Double(workers)
        return time > 0 ? 1 / time : .nan
    }

    /// The speed-up that no number of workers exceeds, `1 / s`; infinite for `s` of 0 or less.
    public var maximumSpeedup: Double {
        if serialFraction.isNaN { return .nan }
        return serialFraction > 0 ? 1 / serialFraction : .infinity
    }

    /// The parallel fraction that explains one speed-up exactly,
    /// `p = 1 - s = (1 - 1 / speedup) / (1 - 1 / n)`.
    ///
    /// Not clamped: above 1 for a speed-up above `n`, below 0 for a slow-down. NaN for a speed-up
    /// that is NaN, 0 or negative.
    ///
    /// - Parameters:
    ///   - speedup: The time on one worker over that on `workers`.
    ///   - workers: The number of workers, at least 2.
    public static func parallelFraction(speedup: Double, workers: Int) -> Double {
        precondition(workers >= 2, "the parallel fraction shows only on two or more workers")
        guard speedup > 0 else { return .nan }
        return (1 - 1 / speedup) / (1 - 1 / Double(workers))
    }
}
