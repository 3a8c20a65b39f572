import DataParallel

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The random numbers of one sample for one purpose: the same whatever else is drawn, and where.
struct SampleRandom {
    /// What numbers are for; each has a sequence of its own. The raw values are part of what a seed means.
    enum Purpose: UInt64 {
        case jitter = 1
        case scaling, timeWarp, windowSlice, movingBlocks, stationaryBlocks, mixup
    }

    private var stream: RandomStream
    private var spare: Double?

    /// - Parameters:
    ///   - sample: The sample's number in its data set.
    ///   - round: How often the sample has been seen before, below 2^24.
    init(seed: UInt64, sample: Int, purpose: Purpose, round: Int) {
        stream = RandomStream(
            seed: seed,
            stream: UInt64(bitPattern: Int64(sample)),
            index: purpose.rawValue << 56 | UInt64(round) << 32
        )
    }

    /// Throws for a round that the sequences of others would be used for.
    static func check(round: Int) throws(ForecastingError) {
        guard 0..<(1 << 24) ~= round else {
            throw .invalidSetting(
                name: "round",
                value: "\(round)",
                requirement: "lies from 0 to \((1 << 24) - 1)"
            )
        }
    }

    /// In [0, 1).
    mutating func uniform() -> Double { stream.nextUniform() }

    /// From 0 to below `bound`, each alike.
    mutating func integer(below bound: Int) -> Int {
        min(Int(uniform() * Double(bound)), bound - 1)
    }

    /// Mean 0, variance 1. G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates",
    /// Ann. Math. Stat. 29 (1958).
    mutating func normal() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }

    /// Of the beta distribution with both parameters `alpha`; logarithms keep small ones from vanishing.
    mutating func symmetricBeta(_ alpha: Double) -> Double {
        let first = logGamma(alpha)
        let second = logGamma(alpha)
        return 1 / (1 + exp(second - first))
    }

    /// The logarithm of a number of the gamma distribution. G. Marsaglia, W. W. Tsang, "A simple method for
    /// generating gamma variables", ACM TOMS 26 (2000).
    private mutating func logGamma(_ shape: Double) -> Double {
        let boost = shape < 1 ? log(1 - uniform()) / shape : 0
        let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if log(1 - uniform()) < 0.5 * x * x + d - d * v + d * log(v) {
                return log(d * v) + boost
            }
        }
    }
}
