import DataParallel

/// The density of one coordinate, estimated from coordinates that were seen.
///
/// A numeric dimension has a mixture of Gaussians cut off at 0 and 1: one at each seen coordinate,
/// as wide as the gap to the farther of its two neighbours but not narrower than
/// `1 / min(100, 1 + n)`, and a wide one over the whole range, the prior, so that nothing ever
/// becomes impossible (J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms for
/// hyper-parameter optimization", NIPS 2011; the details as compared by S. Watanabe,
/// "Tree-structured Parzen estimator", arXiv 2304.11127, 2023). Of levels it takes the mass in each
/// cell. A dimension of names has counts, with one more spread evenly over all.
struct ParzenEstimator: Sendable {
    private struct Kernel: Sendable {
        var mean: Double
        var deviation: Double
        var weight: Double
        /// Its share of all weights over what the cut-off leaves of the Gaussian.
        var share = 0.0
    }

    /// Up to how many ordered levels the mass of each is worked out; with more, cells are so narrow
    /// that the density in the middle stands for it.
    private static let tableLimit = 256

    private let dimension: SearchDomain.Dimension
    private let kernels: [Kernel]
    private let cumulativeWeights: [Double]
    /// The share of each level, where levels have one.
    private let masses: [Double]?

    /// Estimates from seen coordinates, which may be none: then only the prior is left.
    init(_ dimension: SearchDomain.Dimension, seen coordinates: [Double]) {
        self.dimension = dimension
        if let levels = dimension.levels, !dimension.isOrdered {
            var counts = [Double](repeating: 1 / Double(levels), count: levels)
            for coordinate in coordinates { counts[dimension.level(of: coordinate) ?? 0] += 1 }
            let total = Double(coordinates.count + 1)
            masses = counts.map { $0 / total }
            kernels = []
            cumulativeWeights = Self.sums(masses ?? [])
            return
        }
        let kernels = Self.kernels(coordinates, levels: dimension.levels)
        self.kernels = kernels
        cumulativeWeights = Self.sums(kernels.map(\.weight))
        masses = dimension.levels.flatMap { levels in
            levels <= Self.tableLimit ? Self.masses(of: kernels, levels: levels) : nil
        }
    }

    /// Draws a coordinate; of a level, the middle of its cell.
    func draw(_ random: inout RandomStream) -> Double {
        let total = cumulativeWeights.last ?? 1
        let target = random.nextUniform() * total
        let index = cumulativeWeights.firstIndex { target < $0 } ?? cumulativeWeights.count - 1
        guard !kernels.isEmpty else { return dimension.coordinate(ofLevel: index) }
        let kernel = kernels[index]
        while true {
            // The mean is inside and the deviation at most 1: over a third of the draws fall inside.
            let coordinate = kernel.mean + kernel.deviation * random.nextNormal()
            guard coordinate >= 0, coordinate < 1 else { continue }
            return dimension.level(of: coordinate).map { dimension.coordinate(ofLevel: $0) }
                ?? coordinate
        }
    }

    /// The logarithm of the density at a coordinate (of a level, of its share), up to a constant.
    func logDensity(at coordinate: Double) -> Double {
        if let masses, let level = dimension.level(of: coordinate) {
            return SearchMath.log(masses[level])
        }
        var density = 0.0
        for kernel in kernels {
            let distance = (coordinate - kernel.mean).magnitude
            // Past 8 deviations nothing is left that the prior would not hide.
            guard distance < 8 * kernel.deviation else { continue }
            let scaled = distance / kernel.deviation
            density += kernel.share * SearchMath.exp(-0.5 * scaled * scaled) / kernel.deviation
        }
        // The constant factor 1 / sqrt(2 pi) cancels in every comparison.
        return SearchMath.log(density)
    }

    /// The mixture; neighbours that are equal are one kernel.
    private static func kernels(_ coordinates: [Double], levels: Int?) -> [Kernel] {
        let count = coordinates.count
        let leastDeviation = max(
            1 / Double(min(100, 1 + count)),
            levels.map { 0.25 / Double($0) } ?? 0
        )
        let means = coordinates.sorted()
        var kernels: [Kernel] = []
        for (index, mean) in means.enumerated() {
            let left = mean - (index > 0 ? means[index - 1] : 0)
            let right = (index + 1 < count ? means[index + 1] : 1) - mean
            let deviation = min(max(max(left, right), leastDeviation), 1)
            if let last = kernels.last, last.mean == mean, last.deviation == deviation {
                kernels[kernels.count - 1].weight += 1
            } else {
                kernels.append(Kernel(mean: mean, deviation: deviation, weight: 1))
            }
        }
        kernels.append(Kernel(mean: 0.5, deviation: 1, weight: 1))
        return kernels.map { kernel in
            var kernel = kernel
            let inside =
                SearchMath.normalDistribution((1 - kernel.mean) / kernel.deviation)
                - SearchMath.normalDistribution(-kernel.mean / kernel.deviation)
            kernel.share = kernel.weight / (inside * Double(count + 1))
            return kernel
        }
    }

    /// The share of each cell.
    private static func masses(of kernels: [Kernel], levels: Int) -> [Double] {
        var masses = [Double](repeating: 0, count: levels)
        for kernel in kernels {
            let edges = (0...levels).map {
                SearchMath.normalDistribution(
                    (Double($0) / Double(levels) - kernel.mean) / kernel.deviation
                )
            }
            for level in 0..<levels {
                masses[level] += kernel.share * (edges[level + 1] - edges[level])
            }
        }
        return masses
    }

    private static func sums(_ weights: [Double]) -> [Double] {
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return sum
        }
    }
}
