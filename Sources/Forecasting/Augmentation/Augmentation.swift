/// Changes samples at random, so that a model learns from more than it was given.
///
/// The numbers drawn for a sample depend on the seed, its number and the round alone: not on threads, nor
/// on what else is in its batch. Computed in double precision. A missing value (NaN) stays one, and goes
/// where its time goes.
public enum Augmentation: Sendable, Equatable {
    /// Adds normal noise of this standard deviation to each value.
    case jitter(standardDeviation: Double)
    /// Multiplies each channel of a sample by a factor with mean 1 and this standard deviation.
    case scaling(standardDeviation: Double)
    /// Runs through the sample at a speed that changes smoothly between so many inner knots; all channels
    /// alike, ends in place. Logarithms of the speeds at knots have the standard deviation `strength`.
    case timeWarp(knots: Int = 4, strength: Double = 0.2)
    /// Stretches a window of this fraction of the sample to the whole length, by linear interpolation.
    case windowSlice(fraction: Double = 0.9)
    /// Puts blocks of consecutive times one behind another; see ``BlockBootstrap/moving(blockLength:)``.
    case movingBlockBootstrap(blockLength: Int)
    /// The same with blocks of random lengths; see ``BlockBootstrap/stationary(meanBlockLength:)``.
    case stationaryBootstrap(meanBlockLength: Double)

    /// Changes every sample.
    ///
    /// Noise, scaling and warping as in T. T. Um et al., "Data augmentation of wearable sensor data for
    /// Parkinson's disease monitoring using convolutional neural networks", ICMI 2017; slices as in A. Le
    /// Guennec, S. Malinowski, R. Tavenard, "Data augmentation for time series classification using
    /// convolutional neural networks", AALTD 2016.
    ///
    /// - Parameters:
    ///   - batch: The samples.
    ///   - seed: Of the whole training.
    ///   - round: How often the samples have been used before, such as the epoch; below 2^24.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)``,
    ///   ``ForecastingError/tooShort(what:needed:available:)`` for samples too short to warp, slice or cut.
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    public func apply<Element>(
        to batch: SampleBatch<Element>,
        seed: UInt64,
        round: Int = 0,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> SampleBatch<Element> {
        try SampleRandom.check(round: round)
        try check(length: batch.length)
        let width = batch.channelCount * batch.length
        let values = parallelism.fillPieces(batch.values.count, piece: width) {
            (range, output: UnsafeMutableBufferPointer<Element>) in
            var sample = batch.values[range].map { Double($0) }
            var random = SampleRandom(
                seed: seed,
                sample: batch.ids[range.lowerBound / width],
                purpose: purpose,
                round: round
            )
            change(&sample, length: batch.length, &random)
            for place in 0..<width { output[place] = Element(sample[place]) }
        }
        return SampleBatch(
            unchecked: values,
            channelCount: batch.channelCount,
            length: batch.length,
            ids: batch.ids
        )
    }

    private var purpose: SampleRandom.Purpose {
        switch self {
        case .jitter: .jitter
        case .scaling: .scaling
        case .timeWarp: .timeWarp
        case .windowSlice: .windowSlice
        case .movingBlockBootstrap: .movingBlocks
        case .stationaryBootstrap: .stationaryBlocks
        }
    }

    private func change(_ sample: inout [Double], length: Int, _ random: inout SampleRandom) {
        switch self {
        case .jitter(let deviation):
            for place in sample.indices { sample[place] += deviation * random.normal() }
        case .scaling(let deviation):
            for first in stride(from: 0, to: sample.count, by: length) {
                let factor = 1 + deviation * random.normal()
                for place in first..<(first + length) { sample[place] *= factor }
            }
        case .timeWarp(let knots, let strength):
            Resampling.read(
                &sample,
                at: Resampling.warp(length, knots: knots, strength: strength, &random)
            )
        case .windowSlice(let fraction):
            Resampling.read(&sample, at: Resampling.slice(length, fraction: fraction, &random))
        case .movingBlockBootstrap(let blockLength):
            let rows = BlockBootstrap.moving(blockLength: blockLength).rows(length, &random)
            Resampling.take(&sample, rows)
        case .stationaryBootstrap(let meanBlockLength):
            let blocks = BlockBootstrap.stationary(meanBlockLength: meanBlockLength)
            Resampling.take(&sample, blocks.rows(length, &random))
        }
    }

    private func check(length: Int) throws(ForecastingError) {
        func require(_ holds: Bool, _ name: String, _ value: Any, _ requirement: String)
            throws(ForecastingError)
        {
            guard holds else {
                throw .invalidSetting(name: name, value: "\(value)", requirement: requirement)
            }
        }
        func requireTwo(_ what: String) throws(ForecastingError) {
            guard length >= 2 else { throw .tooShort(what: what, needed: 2, available: length) }
        }
        switch self {
        case .jitter(let deviation), .scaling(let deviation):
            try require(
                deviation >= 0 && deviation.isFinite,
                "standard deviation of the augmentation",
                deviation,
                "is finite and not negative"
            )
        case .timeWarp(let knots, let strength):
            try require(knots >= 1, "knots of the time warp", knots, "is at least 1")
            try require(
                0...10 ~= strength,
                "strength of the time warp",
                strength,
                "lies from 0 to 10"
            )
            try requireTwo("warping a sample")
        case .windowSlice(let fraction):
            try require(
                fraction > 0 && fraction <= 1,
                "fraction of the window slice",
                fraction,
                "is positive and at most 1"
            )
            try requireTwo("slicing a sample")
        case .movingBlockBootstrap(let blockLength):
            try BlockBootstrap.moving(blockLength: blockLength).check(length: length)
        case .stationaryBootstrap(let meanBlockLength):
            try BlockBootstrap.stationary(meanBlockLength: meanBlockLength).check(length: length)
        }
    }
}
