import Backtesting

/// A search space as a box that search strategies move in.
///
/// Dimensions are what there is more than one of: the set of symbols (or the listed portfolio); the
/// listed weightings of each number of symbols; the coordinates of grids of weights, shared by all
/// numbers of symbols; threshold, method, calendar days, minimum interval, momentum veto and use of
/// forecasts. Numbers are in ascending order, whatever the order in which they are listed. What a
/// candidate has no use for does not matter: points that differ in nothing else are one candidate.
///
/// A uniform point is uniform over sets, then over the weightings of its set, and over each setting: not
/// over candidates, most of which are often those of the largest sets.
struct CandidateCoordinates: Sendable {
    let domain: SearchDomain
    private let space: BoundSpace
    /// The dimension of the set or portfolio.
    private let holding: Int?
    /// The dimension of listed weightings, by the number of symbols.
    private let listed: [Int: Int]
    private let grids: [Int: SimplexGrid]
    /// The first dimension of grids of weights.
    private let firstWeight: Int
    private let factors: [Factor]

    /// A factor of the rebalancing policy.
    private struct Factor: Sendable {
        /// Nil where there is one level only.
        let dimension: Int?
        /// The factor's levels in ascending order of what they mean.
        let order: [Int]
        /// The place of each level in that order.
        let places: [Int]

        init(dimension: Int?, order: [Int]) {
            self.dimension = dimension
            self.order = order
            var places = order
            for (place, level) in order.enumerated() { places[level] = place }
            self.places = places
        }
    }

    init(_ space: BoundSpace) {
        self.space = space
        var dimensions: [SearchDomain.Dimension] = []
        func add(_ name: String, _ levels: Int?, isOrdered: Bool) -> Int? {
            guard levels != 1 else { return nil }
            dimensions.append(.init(name: name, levels: levels, isOrdered: isOrdered))
            return dimensions.count - 1
        }
        var listed: [Int: Int] = [:]
        var grids: [Int: SimplexGrid] = [:]
        let folding = space.allocations
        switch space.space.allocations {
        case .list:
            holding = add("portfolio", folding.distinctCount, isOrdered: false)
        case .sets(let sets):
            holding = add("asset set", folding.runs.count, isOrdered: false)
            var counts: [Int: Int] = [:]
            for run in folding.runs { counts[run.columns.count] = run.ordinals.count }
            for (size, count) in counts.sorted(by: { $0.key < $1.key }) {
                switch sets.weightings[size] {
                case .simplex(let grid): grids[size] = grid
                default: listed[size] = add("weights of \(size)", count, isOrdered: false)
                }
            }
        }
        firstWeight = dimensions.count
        let largest = grids.filter { $0.value.count > 1 }.keys.max() ?? 1
        for place in 1..<max(largest, 1) { _ = add("weight \(place)", nil, isOrdered: true) }
        let policies = space.space.policies
        func ascending(_ values: [some Comparable]) -> [Int] {
            values.indices.sorted { values[$0] < values[$1] }
        }
        func factor(_ name: String, _ order: [Int], isOrdered: Bool) -> Factor {
            Factor(dimension: add(name, order.count, isOrdered: isOrdered), order: order)
        }
        factors = [
            factor("threshold", ascending(policies.thresholds), isOrdered: true),
            factor("method", Array(policies.methods.indices), isOrdered: false),
            factor(
                policies.calendarPeriods.isEmpty ? "calendar days" : "calendar",
                // Months, quarters and years are longer than most numbers of days that are listed.
                ascending(policies.calendarDays)
                    + policies.calendarPeriods.indices.map { policies.calendarDays.count + $0 },
                isOrdered: true
            ),
            factor(
                "minimum interval hours",
                ascending(policies.minimumIntervalHours),
                isOrdered: true
            ),
            factor("momentum filter", Array(policies.momentumVetoes.indices), isOrdered: false),
            factor(
                policies.rules.count == 1
                    ? "forecast" : policies.forecasts.count == 1 ? "rule" : "rule and forecast",
                Array(0..<policies.extraCount),
                isOrdered: false
            ),
        ]
        self.listed = listed
        self.grids = grids
        domain = SearchDomain(dimensions)
    }

    /// The slot of the candidate at a point: equal for candidates that behave the same.
    ///
    /// - Complexity: O(symbols^2 log(steps)).
    func slot(of point: [Double]) -> Int {
        precondition(point.count == domain.dimensions.count)
        let policies = space.space.policies
        let levels = factors.map { factor in
            factor.dimension.map { factor.order[level(point, $0)] } ?? 0
        }
        let policy = policies.distinctPlace(of: policies.index(ofLevels: levels))
        return ordinal(of: point) * policies.distinctIndices.count + policy
    }

    /// A point whose candidate is in a slot; in the middle where a coordinate does not matter.
    func point(ofSlot slot: Int) -> [Double] {
        var point = domain.dimensions.map { dimension in
            dimension.levels == nil ? 0.5 : dimension.coordinate(ofLevel: 0)
        }
        let policies = space.space.policies
        let (ordinal, place) = slot.quotientAndRemainder(
            dividingBy: policies.distinctIndices.count
        )
        let levels = policies.levels(of: policies.distinctIndices[place])
        for (factor, level) in zip(factors, levels) {
            set(&point, factor.dimension, factor.places[level])
        }
        guard case .sets = space.space.allocations else {
            set(&point, holding, ordinal)
            return point
        }
        let run = space.allocations.run(ofOrdinal: ordinal)
        let (size, first) = (
            space.allocations.runs[run].columns.count,
            space.allocations.runs[run].ordinals.lowerBound
        )
        set(&point, holding, run)
        if let grid = grids[size] {
            let weights = grid.point(of: grid.steps(of: ordinal - first))
            if firstWeight + weights.count <= point.count, grid.count > 1 {
                point.replaceSubrange(firstWeight..<firstWeight + weights.count, with: weights)
            }
        } else {
            set(&point, listed[size], ordinal - first)
        }
        return point
    }

    private func ordinal(of point: [Double]) -> Int {
        let chosen = holding.map { level(point, $0) } ?? 0
        guard case .sets = space.space.allocations else { return chosen }
        let run = space.allocations.runs[chosen]
        let size = run.columns.count
        if let grid = grids[size] {
            guard grid.count > 1 else { return run.ordinals.lowerBound }
            return run.ordinals.lowerBound + grid.index(of: grid.steps(at: point[firstWeight...]))
        }
        return run.ordinals.lowerBound + (listed[size].map { level(point, $0) } ?? 0)
    }

    private func level(_ point: [Double], _ dimension: Int) -> Int {
        domain.dimensions[dimension].level(of: point[dimension]) ?? 0
    }

    private func set(_ point: inout [Double], _ dimension: Int?, _ level: Int) {
        guard let dimension else { return }
        point[dimension] = domain.dimensions[dimension].coordinate(ofLevel: level)
    }
}
