/// Gunther's universal scalability law: contention and the cost of keeping workers coherent.
///
/// `C(n) = n / (1 + sigma (n - 1) + kappa n (n - 1))` is the throughput on `n` workers over that
/// on one. With `kappa = 0` it is Amdahl's law with the serial fraction `sigma`; with a `kappa`
/// above 0 it has a peak, beyond which more workers are slower. N. J. Gunther, "Guerrilla Capacity
/// Planning", Springer 2007, chapters 4 to 6.
public struct UniversalScalabilityLaw: Sendable, Equatable, Codable {
    /// Contention, `sigma`: the share of work that waits its turn.
    @Figure public private(set) var contention: Double
    /// Coherency, `kappa`: the cost of each pair of workers agreeing, as a share of the time on
    /// one worker.
    @Figure public private(set) var coherency: Double

    /// The law with its two coefficients, meaningful from 0; NaN makes all its figures NaN.
    ///
    /// - Parameters:
    ///   - contention: `sigma`.
    ///   - coherency: `kappa`.
    public init(contention: Double, coherency: Double) {
        self.contention = contention
        self.coherency = coherency
    }

    /// The relative capacity `C(n)`: the speed-up over one worker.
    ///
    /// - Parameter workers: The number of workers, at least 1.
    public func speedup(at workers: Int) -> Double {
        precondition(workers >= 1, "a speed-up needs at least one worker")
        let n = Double(workers)
        return n / (1 + contention * (n - 1) + coherency * n * (n - 1))
    }

    /// The number of workers with the greatest capacity, `sqrt((1 - sigma) / kappa)`, not rounded.
    ///
    /// Infinite for a `kappa` of 0: there is no peak. 0 for a `sigma` of 1 or more: already the
    /// second worker gains nothing.
    public var peakConcurrency: Double {
        if contention.isNaN || coherency.isNaN { return .nan }
        guard contention < 1 else { return 0 }
        return coherency > 0 ? ((1 - contention) / coherency).squareRoot() : .infinity
    }
}
