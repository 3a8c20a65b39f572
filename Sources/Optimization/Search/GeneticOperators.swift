import DataParallel

/// Crossover and mutation of points of the unit cube.
///
/// Simulated binary crossover: K. Deb, R. B. Agrawal, "Simulated binary crossover for continuous
/// search space", Complex Systems 9, 1995. Polynomial mutation: K. Deb, M. Goyal, "A combined genetic
/// adaptive search (GeneAS) for engineering design", 1996. Both in the form that keeps to the box
/// (as in the authors' NSGA-II). A name comes from either parent and mutates to any other name; a
/// mutation of an ordered level moves at least to the next level.
public struct GeneticOperators: Sendable, Equatable {
    /// The probability that two parents are crossed at all.
    public var crossoverProbability = 0.9
    /// The larger, the nearer children are to their parents.
    public var crossoverIndex = 15.0
    /// The probability that a dimension mutates; nil is 1 / (number of dimensions).
    public var mutationProbability: Double?
    /// The larger, the smaller mutations are.
    public var mutationIndex = 20.0

    /// The usual settings.
    public init() {}

    /// One child of two parents.
    func child(
        of mother: [Double],
        and father: [Double],
        in domain: SearchDomain,
        _ random: inout RandomStream
    ) -> [Double] {
        let isCrossed = random.nextUniform() < crossoverProbability
        let rate = mutationProbability ?? 1 / Double(max(domain.dimensions.count, 1))
        var child = mother
        for (index, dimension) in domain.dimensions.enumerated() {
            if isCrossed, random.nextUniform() < 0.5 {
                child[index] =
                    dimension.isOrdered
                    ? crossed(mother[index], father[index], &random) : father[index]
            }
            if random.nextUniform() < rate {
                child[index] = mutated(child[index], dimension, &random)
            }
        }
        return domain.centred(child)
    }

    /// One of the two children of simulated binary crossover, with equal probability.
    private func crossed(
        _ mother: Double,
        _ father: Double,
        _ random: inout RandomStream
    ) -> Double {
        let draw = random.nextUniform()
        let isLower = random.nextUniform() < 0.5
        let (low, high) = (min(mother, father), max(mother, father))
        guard high - low > 1e-14 else { return mother }
        let room = isLower ? low : 1 - high
        let exponent = crossoverIndex + 1
        let alpha = 2 - SearchMath.power(1 + 2 * room / (high - low), -exponent)
        let spread =
            draw <= 1 / alpha
            ? SearchMath.power(draw * alpha, 1 / exponent)
            : SearchMath.power(1 / (2 - draw * alpha), 1 / exponent)
        let middle = 0.5 * (low + high)
        let half = 0.5 * spread * (high - low)
        return Self.inside(isLower ? middle - half : middle + half)
    }

    private func mutated(
        _ coordinate: Double,
        _ dimension: SearchDomain.Dimension,
        _ random: inout RandomStream
    ) -> Double {
        let draw = random.nextUniform()
        guard let levels = dimension.levels else { return polynomial(coordinate, draw) }
        let level = dimension.level(of: coordinate) ?? 0
        guard levels > 1 else { return coordinate }
        guard dimension.isOrdered else {
            let other = min(Int(draw * Double(levels - 1)), levels - 2)
            return dimension.coordinate(ofLevel: other < level ? other : other + 1)
        }
        let moved = polynomial(coordinate, draw)
        guard dimension.level(of: moved) == level else { return moved }
        let isUp = level == 0 || (draw >= 0.5 && level < levels - 1)
        return dimension.coordinate(ofLevel: isUp ? level + 1 : level - 1)
    }

    /// Polynomial mutation of a coordinate by a uniform draw: down below 0.5, up from there.
    private func polynomial(_ coordinate: Double, _ draw: Double) -> Double {
        let exponent = mutationIndex + 1
        let shift =
            draw < 0.5
            ? SearchMath.power(
                2 * draw + (1 - 2 * draw) * SearchMath.power(1 - coordinate, exponent),
                1 / exponent
            ) - 1
            : 1
                - SearchMath.power(
                    2 * (1 - draw) + (2 * draw - 1) * SearchMath.power(coordinate, exponent),
                    1 / exponent
                )
        return Self.inside(coordinate + shift)
    }

    private static func inside(_ coordinate: Double) -> Double {
        min(max(coordinate, 0), 1.0.nextDown)
    }
}
