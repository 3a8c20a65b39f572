/// What the models say about a number of cores, next to each other. Nothing in it is measured.
public struct Projection: Sendable, Equatable, Codable {
    /// What kind of figures these are; coded, so that readers of a file cannot mistake them.
    public enum Kind: String, Sendable, Codable {
        /// From a model.
        case projected
    }

    /// Always ``Kind/projected``.
    public let kind: Kind
    /// The number of cores.
    public let cores: Int
    /// One speed-up for each model there is, in the order of ``ProjectedSpeedup/Method``.
    public let speedups: [ProjectedSpeedup]

    /// The numbers of cores to project to unless told otherwise.
    public static let standardCores = [4, 8, 16, 32, 64]

    /// Asks all models that there are.
    ///
    /// - Parameters:
    ///   - cores: The number of cores, at least 1.
    ///   - amdahl: Amdahl's law, if it could be fitted.
    ///   - universalScalability: The universal scalability law, if it could be fitted.
    ///   - simulation: The recorded blocks, if there are any.
    public init(
        cores: Int,
        amdahl: AmdahlFit?,
        universalScalability: UniversalScalabilityFit?,
        simulation: ScheduleSimulation?
    ) {
        precondition(cores >= 1, "a projection needs at least one core")
        kind = .projected
        self.cores = cores
        var speedups: [ProjectedSpeedup] = []
        if let amdahl { speedups.append(ProjectedSpeedup(amdahl, cores: cores)) }
        if let universalScalability {
            speedups.append(ProjectedSpeedup(universalScalability, cores: cores))
        }
        if let simulation { speedups.append(ProjectedSpeedup(simulation, cores: cores)) }
        self.speedups = speedups
    }

    /// The speed-up by one model; nil if the model is missing.
    public subscript(method: ProjectedSpeedup.Method) -> ProjectedSpeedup? {
        speedups.first { $0.method == method }
    }
}
