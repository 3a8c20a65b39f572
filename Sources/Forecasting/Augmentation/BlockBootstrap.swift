/// Resamples a series in blocks of consecutive rows, so that what depends on its neighbours keeps them.
public enum BlockBootstrap: Sendable, Equatable {
    /// Blocks of equal length that begin anywhere and end by the last row. H. R. Künsch, "The jackknife and
    /// the bootstrap for general stationary observations", Ann. Stat. 17 (1989).
    case moving(blockLength: Int)
    /// Blocks of geometric length, after the last row the first again. D. N. Politis, J. P. Romano, "The
    /// stationary bootstrap", JASA 89 (1994).
    case stationary(meanBlockLength: Double)

    /// The rows of each resample, as many as the series has.
    ///
    /// - Parameters:
    ///   - length: The rows of the series.
    ///   - resamples: The numbers of the resamples; equal numbers give equal rows, wherever they stand.
    ///   - seed: Of the whole study.
    ///   - round: Another set of resamples; below 2^24.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)``,
    ///   ``ForecastingError/tooShort(what:needed:available:)`` for a series shorter than a block.
    public func rows(
        length: Int,
        resamples: Range<Int>,
        seed: UInt64,
        round: Int = 0,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [[Int]] {
        try SampleRandom.check(round: round)
        try check(length: length)
        return parallelism.map(resamples.count) { place in
            var random = SampleRandom(
                seed: seed,
                sample: resamples.lowerBound + place,
                purpose: purpose,
                round: round
            )
            return rows(length, &random)
        }
    }

    private var purpose: SampleRandom.Purpose {
        switch self {
        case .moving: .movingBlocks
        case .stationary: .stationaryBlocks
        }
    }

    func rows(_ length: Int, _ random: inout SampleRandom) -> [Int] {
        var rows: [Int] = []
        rows.reserveCapacity(length)
        switch self {
        case .moving(let blockLength):
            while rows.count < length {
                let start = random.integer(below: length - blockLength + 1)
                rows += start..<(start + min(blockLength, length - rows.count))
            }
        case .stationary(let meanBlockLength):
            rows.append(random.integer(below: length))
            while rows.count < length {
                let isNew = random.uniform() * meanBlockLength < 1
                rows.append(
                    isNew ? random.integer(below: length) : (rows[rows.count - 1] + 1) % length
                )
            }
        }
        return rows
    }

    func check(length: Int) throws(ForecastingError) {
        switch self {
        case .moving(let blockLength):
            guard blockLength >= 1 else {
                throw .invalidSetting(
                    name: "block length",
                    value: "\(blockLength)",
                    requirement: "is at least 1"
                )
            }
            guard blockLength <= length else {
                throw .tooShort(
                    what: "a bootstrap of blocks",
                    needed: blockLength,
                    available: length
                )
            }
        case .stationary(let meanBlockLength):
            guard meanBlockLength >= 1, meanBlockLength.isFinite else {
                throw .invalidSetting(
                    name: "mean block length",
                    value: "\(meanBlockLength)",
                    requirement: "is finite and at least 1"
                )
            }
            guard length >= 1 else {
                throw .tooShort(what: "a bootstrap of blocks", needed: 1, available: length)
            }
        }
    }
}
