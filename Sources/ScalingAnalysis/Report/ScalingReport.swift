/// How one workload scales: what was measured, which laws fit, and what they project.
///
/// Codable with fixed keys in snake case; figures that are NaN or infinite are null.
public struct ScalingReport: Sendable, Equatable, Codable {
    /// Where and when it was measured.
    public let machine: Machine
    /// What every run had to do.
    public let workload: Workload
    /// What was measured, by ascending number of threads.
    public let measured: [MeasuredRow]
    /// Whether the results were the same at every number of threads.
    public let digestAgreement: DigestAgreement
    /// Amdahl's law fitted to the medians; nil if there are too few.
    @Nullable public private(set) var amdahl: AmdahlFit?
    /// The universal scalability law fitted to the medians; nil if there are too few.
    @Nullable public private(set) var universalScalability: UniversalScalabilityFit?
    /// What the simulation was given; nil if no blocks were recorded.
    @Nullable public private(set) var schedule: ScheduleSummary?
    /// What the models say about other numbers of cores.
    public let projected: [Projection]
    /// What was measured with several batch sizes; may be empty.
    public let batchSizes: [BatchSizeRow]
    /// What to know before using the figures, the most important first.
    public let notes: [String]

    /// The spread of a row's runs above which they are called noisy: 5 % of the median.
    public static let noiseLimit = 0.05

    /// Fits and projects.
    ///
    /// Laws are fitted to the medians of all rows that are not oversubscribed: with more threads
    /// than processors time is shared, which no law of scaling is about. Laws that cannot be
    /// fitted are nil, with the reason among the notes.
    ///
    /// - Parameters:
    ///   - machine: Where and when it was measured.
    ///   - workload: What every run had to do.
    ///   - measurements: One for each number of threads, in any order, at least one.
    ///   - schedule: The blocks of one run, if they were recorded.
    ///   - batchSizes: What was measured with several batch sizes.
    ///   - projectedCores: The numbers of cores to project to, each at least 1.
    public init(
        machine: Machine,
        workload: Workload,
        measurements: [ScalingMeasurement],
        schedule: ScheduleSimulation? = nil,
        batchSizes: [BatchSizeRow] = [],
        projectedCores: [Int] = Projection.standardCores
    ) throws(ScalingError) {
        let ordered = measurements.sorted { $0.timing.threads < $1.timing.threads }
        guard let fewest = ordered.first?.timing else { throw .noMeasurements }
        for (first, second) in zip(ordered, ordered.dropFirst())
        where first.timing.threads == second.timing.threads {
            throw .repeatedThreadCount(first.timing.threads)
        }
        for cores in projectedCores where cores < 1 {
            throw .countBelowOne(name: "projected cores", value: cores)
        }
        self.machine = machine
        self.workload = workload
        self.batchSizes = batchSizes
        let singleThreadSeconds = fewest.threads == 1 ? fewest.median : .nan
        let rows = ordered.map {
            MeasuredRow(
                $0,
                singleThreadSeconds: singleThreadSeconds,
                amounts: workload.amounts
            )
        }
        measured = rows
        let agreement = DigestAgreement(rows.map(\.digest))
        digestAgreement = agreement
        let fits = Fits(
            points: ordered.map(\.timing).filter { !$0.isOversubscribed }.map(ScalingPoint.init)
        )
        amdahl = fits.amdahl
        universalScalability = fits.universalScalability
        self.schedule = schedule.map(ScheduleSummary.init)
        projected = projectedCores.map {
            Projection(
                cores: $0,
                amdahl: fits.amdahl,
                universalScalability: fits.universalScalability,
                simulation: schedule
            )
        }
        notes =
            Self.notes(onRows: rows, agreement: agreement) + fits.notes
            + (schedule == nil ? ["No blocks were recorded, so none are simulated."] : [])
    }

    private enum CodingKeys: String, CodingKey {
        case machine
        case workload
        case measured
        case digestAgreement = "digest_agreement"
        case amdahl
        case universalScalability = "universal_scalability"
        case schedule
        case projected
        case batchSizes = "batch_sizes"
        case notes
    }
}
