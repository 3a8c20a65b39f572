/// Mixes each sample with a partner: `w x + (1 - w) y`, w of the beta distribution.
///
/// H. Zhang, M. Cisse, Y. N. Dauphin, D. Lopez-Paz, "mixup: beyond empirical risk minimization", ICLR 2018.
/// Inputs and targets of a sample belong together: draw the mixes once and apply them to both.
public struct Mixup: Sendable, Equatable {
    /// Both parameters of the beta distribution: the smaller, the closer to one of the two.
    public let alpha: Double

    /// A partner and a weight.
    public struct Mix: Sendable, Equatable {
        /// The partner's place among the partners.
        public let partner: Int
        /// The weight of the sample itself, from 0 to 1.
        public let weight: Double

        /// Makes a mix.
        public init(partner: Int, weight: Double) {
            self.partner = partner
            self.weight = weight
        }
    }

    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for an alpha that is not
    ///   positive.
    public init(alpha: Double = 0.2) throws(ForecastingError) {
        guard alpha > 0, alpha.isFinite else {
            throw .invalidSetting(
                name: "alpha of mixup",
                value: "\(alpha)",
                requirement: "is positive and finite"
            )
        }
        self.alpha = alpha
    }

    /// The partner and weight of each sample: they depend on the seed, its number, the round and the number
    /// of partners alone.
    ///
    /// - Parameters:
    ///   - ids: The samples' numbers in their data set.
    ///   - partnerCount: How many samples there are to choose partners from. For mixes that do not depend on
    ///     batches, choose from the whole data set.
    ///   - seed: Of the whole training.
    ///   - round: How often the samples have been used before; below 2^24.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/empty(what:)`` for no partners,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for the round.
    public func mixes(
        ids: [Int],
        partnerCount: Int,
        seed: UInt64,
        round: Int = 0,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Mix] {
        try SampleRandom.check(round: round)
        guard partnerCount >= 1 else { throw .empty(what: "partner to mix samples with") }
        return parallelism.map(ids.count) { place in
            var random = SampleRandom(
                seed: seed,
                sample: ids[place],
                purpose: .mixup,
                round: round
            )
            let partner = random.integer(below: partnerCount)
            return Mix(partner: partner, weight: random.symmetricBeta(alpha))
        }
    }

    /// Mixes samples as drawn. Where either has no value (NaN), the mix has none.
    ///
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for other than one mix a sample and for
    ///   partners of another shape, ``ForecastingError/invalidSetting(name:value:requirement:)`` for a partner
    ///   that is not there.
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    public static func apply<Element>(
        _ mixes: [Mix],
        to batch: SampleBatch<Element>,
        partners: SampleBatch<Element>,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> SampleBatch<Element> {
        let sizes = [
            ("mixes", batch.count, mixes.count),
            ("channels of partners", batch.channelCount, partners.channelCount),
            ("length of partners", batch.length, partners.length),
        ]
        for (what, expected, found) in sizes where expected != found {
            throw .mismatch(what: what, expected: expected, found: found)
        }
        for mix in mixes where !(0..<partners.count ~= mix.partner) {
            throw .invalidSetting(
                name: "partner",
                value: "\(mix.partner)",
                requirement: "is one of \(partners.count), counted from 0"
            )
        }
        let width = batch.channelCount * batch.length
        let values = parallelism.fillPieces(batch.values.count, piece: width) {
            (range, output: UnsafeMutableBufferPointer<Element>) in
            let mix = mixes[range.lowerBound / width]
            let shift = mix.partner * width
            for place in 0..<width {
                let own = Double(batch.values[range.lowerBound + place])
                let other = Double(partners.values[shift + place])
                output[place] = Element(mix.weight * own + (1 - mix.weight) * other)
            }
        }
        return SampleBatch(
            unchecked: values,
            channelCount: batch.channelCount,
            length: batch.length,
            ids: batch.ids
        )
    }
}
