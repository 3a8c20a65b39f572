import DataParallel

/// What a search draws random numbers for; each use has streams of its own.
enum SearchDraw: UInt64 {
    case randomPoint = 0x5241_4E44
    case sobolScramble = 0x534F_424C
    case sobolPadding = 0x534F_4250
    case parzenPoint = 0x5450_4550
    case covarianceGeneration = 0x434D_4147
    case covarianceStart = 0x434D_4153
    case covarianceFill = 0x434D_4146
    case geneticOffspring = 0x4E53_4741
}

extension RandomStream {
    /// The stream of one use and one number: a trial's, a dimension's or a generation's.
    init(seed: UInt64, for draw: SearchDraw, number: Int) {
        self.init(seed: seed, stream: draw.rawValue << 32 &+ UInt64(number))
    }

    /// A whole number in `0..<bound`; the bias is below `bound / 2^53`.
    mutating func nextIndex(below bound: Int) -> Int {
        min(Int(nextUniform() * Double(bound)), bound - 1)
    }

    /// A standard normal number, by the cosine half of G. E. P. Box and M. E. Muller, 1958.
    mutating func nextNormal() -> Double {
        // 1 - u is in (0, 1], so that the logarithm is finite.
        let radius = (-2 * SearchMath.log(1 - nextUniform())).squareRoot()
        return radius * SearchMath.cos(2 * Double.pi * nextUniform())
    }
}
