/// A speed-up over one worker that a model gives and nobody measured.
public struct ProjectedSpeedup: Sendable, Equatable, Codable {
    /// The model.
    public enum Method: String, Sendable, Codable, CaseIterable {
        /// ``AmdahlFit``.
        case amdahl
        /// ``UniversalScalabilityFit``.
        case universalScalability = "universal_scalability"
        /// ``ScheduleSimulation``.
        case scheduleSimulation = "schedule_simulation"
    }

    /// The model.
    public let method: Method
    /// The speed-up; NaN where the model gives none.
    @Figure public private(set) var speedup: Double
    /// The speed-up at the pessimistic end of the model's 95 % interval; NaN if there is none.
    @Figure public private(set) var lower: Double
    /// The speed-up at the optimistic end; NaN if there is no interval, or if its end allows any
    /// speed-up.
    @Figure public private(set) var upper: Double

    /// What Amdahl's law gives. The ends are those of the serial fraction's interval; they do not
    /// tell whether the law holds.
    ///
    /// - Parameters:
    ///   - fit: The fitted law.
    ///   - cores: The number of cores, at least 1.
    public init(_ fit: AmdahlFit, cores: Int) {
        method = .amdahl
        speedup = fit.law.speedup(at: cores)
        let slowest = AmdahlLaw(serialFraction: fit.interval?.upper ?? .nan)
        let fastest = AmdahlLaw(serialFraction: fit.interval?.lower ?? .nan)
        lower = slowest.speedup(at: cores)
        upper = fastest.speedup(at: cores)
    }

    /// What the universal scalability law gives.
    ///
    /// - Parameters:
    ///   - fit: The fitted law.
    ///   - cores: The number of cores, at least 1.
    public init(_ fit: UniversalScalabilityFit, cores: Int) {
        method = .universalScalability
        speedup = fit.law.speedup(at: cores)
        lower = .nan
        upper = .nan
    }

    /// What scheduling the recorded blocks gives.
    ///
    /// - Parameters:
    ///   - simulation: The recorded blocks.
    ///   - cores: The number of cores, at least 1.
    public init(_ simulation: ScheduleSimulation, cores: Int) {
        method = .scheduleSimulation
        speedup = simulation.outcome(workers: cores).speedup
        lower = .nan
        upper = .nan
    }
}
