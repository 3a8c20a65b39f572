public import DataParallel

/// Whether the best of many candidates beats the benchmark by more than the search explains:
/// Hansen's test of superior predictive ability (SPA) and White's Reality Check.
///
/// The hypothesis is that no candidate is better than the benchmark. With n differentials `d` of each
/// candidate k (its return less the benchmark's), their means `m(k)`, and `w(k)` the deviation of
/// `sqrt(n) m(k)` under the stationary bootstrap, the statistics are
/// `T = max(0, max_k sqrt(n) m(k) / w(k))` (SPA) and `V = max_k sqrt(n) m(k)` (Reality Check). In a
/// resample with means `m*(k)` they are the same of `m*(k) - g(k)`, where
///
/// - lower: `g = max(m, 0)`: worse candidates stay as bad as they are;
/// - consistent: `g = m` where `m >= -w sqrt(2 log log n / n)`, else 0: only the clearly worse ones do;
/// - upper: `g = m`: all candidates count as no worse than the benchmark.
///
/// A p-value is the share of resamples whose statistic is at least that of the sample: equal ones
/// count. P. R. Hansen 2005, Journal of Business & Economic Statistics 23(4); H. White 2000,
/// Econometrica 68(5); bootstrap and w: Politis & Romano 1994.
///
/// A candidate whose differentials are all equal, such as one that is the benchmark, has nothing that
/// a resample could contradict: it counts as 0 in the sample and in every resample.
///
/// Compared with the Python package arch (8.0): its `SPA` and `RealityCheck` are one class, and both
/// take the maximum of means that are *not* divided by `w`, whatever `studentize` says; it only moves
/// the bound of the consistent version. Fed the same resamples, its three p-values are those of
/// ``realityCheck``. It counts resamples above the statistic, not equal ones, and takes a constant
/// differential for a certain gain. Hansen's studentized test, ``spa``, it does not have.
public struct SuperiorityTest: Sendable, Equatable {
    /// One statistic and its p-values.
    public struct Outcome: Sendable, Equatable {
        /// The statistic of the sample.
        public let statistic: Double
        /// The candidate with the largest statistic, counted from 0; of equals the first.
        public let bestColumn: Int
        /// The p-value if candidates that did worse than the benchmark are as bad as they did.
        public let lower: Double
        /// The p-value that is right in large samples.
        public let consistent: Double
        /// The p-value if no candidate is worse than the benchmark: the conservative one.
        public let upper: Double
    }

    /// Hansen's test, studentized. Without a candidate above the benchmark the statistic is 0 and the
    /// p-values are 1.
    public let spa: Outcome
    /// White's test. Its p-value is ``Outcome/upper``; the other two are Hansen's corrections of it,
    /// not studentized.
    public let realityCheck: Outcome
    /// The number of candidates.
    public let candidates: Int
    /// The number of differentials of each.
    public let periods: Int
    /// The number of resamples.
    public let resamples: Int
    /// The mean block length, in periods.
    public let blockLength: Double

    /// The fewest differentials: `log log n` is above 0.
    static let minimumPeriods = 3
    /// The automatic block length looks at so many columns.
    static let sampledColumns = 128

    /// Tests candidates with resamples of the stationary bootstrap.
    ///
    /// - Parameters:
    ///   - differentials: Returns less those of the benchmark, larger is better; finite, at least
    ///     three periods and one candidate.
    ///   - resamples: How many, at least 1.
    ///   - blockLength: The mean block length of all resamples, from 1 to the number of periods; nil
    ///     takes the larger of two of ``BlockLength/optimal(of:)``: that of the candidate with the
    ///     best mean, and the median over the candidates, of which at most 128, evenly spaced ones
    ///     are looked at.
    ///   - seed: Of the resamples; the result depends on nothing else, to the last bit.
    ///   - executor: What computes the resamples.
    /// - Throws: If the input is empty, too short or not finite, or a setting out of its range.
    /// - Complexity: O(resamples x periods x candidates) operations; every differential is copied
    ///   once, 64 candidates at a time. Memory of `4 x resamples x periods` bytes, and of
    ///   `48 x resamples` for 64 candidates.
    public init(
        differentials: ReturnMatrix,
        resamples: Int = 1_000,
        blockLength: Double? = nil,
        seed: UInt64,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(ValidationError) {
        guard resamples >= 1 else {
            throw .settingOutOfRange(name: "resamples", value: resamples, minimum: 1)
        }
        let columns = try DifferentialColumns(differentials, on: executor)
        let length = blockLength ?? columns.blockLength(differentials, on: executor)
        let bootstrap = try StationaryBootstrap(
            count: differentials.periods,
            meanBlockLength: length,
            seed: seed
        )
        let counts = ResampleCounts(bootstrap, resamples: resamples, on: executor)
        self.init(differentials, columns, counts, blockLength: length, on: executor)
    }

    /// Tests candidates with given resamples, for comparison with other programs.
    ///
    /// - Parameters:
    ///   - differentials: Returns less those of the benchmark, larger is better; finite, at least
    ///     three periods and one candidate.
    ///   - resampleIndices: Of each resample its periods, counted from 0, as many as there are.
    ///   - blockLength: The mean block length that they were drawn with, for the deviations.
    ///   - executor: What computes the resamples.
    /// - Throws: As the other initialiser, and if a resample does not fit.
    public init(
        differentials: ReturnMatrix,
        resampleIndices: [[Int]],
        blockLength: Double,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(ValidationError) {
        guard !resampleIndices.isEmpty else {
            throw .settingOutOfRange(name: "resamples", value: 0, minimum: 1)
        }
        let columns = try DifferentialColumns(differentials, on: executor)
        let periods = differentials.periods
        guard blockLength >= 1, blockLength <= Double(periods) else {
            throw .blockLengthOutOfRange(blockLength, maximum: periods)
        }
        let counts = try ResampleCounts(periods: periods, indices: resampleIndices, on: executor)
        self.init(differentials, columns, counts, blockLength: blockLength, on: executor)
    }

    private init(
        _ differentials: ReturnMatrix,
        _ columns: DifferentialColumns,
        _ counts: ResampleCounts,
        blockLength: Double,
        on executor: some ParallelExecutor
    ) {
        let width = SuperiorityMaxima.width
        let groups = executor.slots(count: (differentials.columns + width - 1) / width) { group in
            SuperiorityMaxima(
                differentials,
                columns: group * width..<min((group + 1) * width, differentials.columns),
                isConstant: columns.isConstant,
                counts: counts,
                blockLength: blockLength
            )
        }
        // The largest of numbers is the same in any order.
        var maxima = groups[0]
        for group in groups.dropFirst() { maxima.take(group) }

        /// The share of resamples whose statistic is at least `statistic`.
        func share(of variant: Int, atLeast statistic: Double) -> Double {
            let reached = (0..<counts.resamples).count {
                maxima.resampled[$0 * SuperiorityMaxima.variants + variant] >= statistic
            }
            return Double(reached) / Double(counts.resamples)
        }
        func outcome(
            _ best: SuperiorityMaxima.Best,
            scale: Double,
            firstVariant: Int
        ) -> Outcome {
            Outcome(
                statistic: best.statistic * scale,
                bestColumn: best.column,
                lower: share(of: firstVariant, atLeast: best.statistic),
                consistent: share(of: firstVariant + 1, atLeast: best.statistic),
                upper: share(of: firstVariant + 2, atLeast: best.statistic)
            )
        }
        if maxima.studentized.statistic > 0 {
            spa = outcome(maxima.studentized, scale: 1, firstVariant: 0)
        } else {
            spa = Outcome(
                statistic: 0,
                bestColumn: maxima.studentized.column,
                lower: 1,
                consistent: 1,
                upper: 1
            )
        }
        realityCheck = outcome(
            maxima.plain,
            scale: Double(differentials.periods).squareRoot(),
            firstVariant: 3
        )
        candidates = differentials.columns
        periods = differentials.periods
        resamples = counts.resamples
        self.blockLength = blockLength
    }
}
