/// A schedule that gives many candidates little and few candidates much: after each rung the best
/// `1 / eta` of the candidates go on, with `eta` times the resource.
///
/// K. Jamieson, A. Talwalkar, "Non-stochastic best arm identification and hyperparameter
/// optimization", AISTATS 2016; the rungs are those of one bracket of L. Li and others, "Hyperband",
/// JMLR 18, 2018: with K rungs, rung `k` from 0 has `floor(n / eta^k)` candidates with
/// `floor(R / eta^(K - 1 - k))` each. The resource is bars of the training prefix.
public struct SuccessiveHalving: Sendable, Equatable {
    /// One round of the schedule.
    public struct Rung: Sendable, Equatable {
        /// How many candidates are evaluated.
        public let candidates: Int
        /// How much each of them gets, for example bars.
        public let resource: Int

        /// Creates a rung.
        public init(candidates: Int, resource: Int) {
            self.candidates = candidates
            self.resource = resource
        }
    }

    /// The rounds, the first first; the last has the largest resource.
    public let rungs: [Rung]

    /// Works out the rungs.
    ///
    /// There are fewer rungs than asked for where `leastResource` or the number of candidates does
    /// not allow so many; at least one, unless there is no candidate.
    ///
    /// - Parameters:
    ///   - candidates: How many there are to begin with, 0 or more.
    ///   - eta: By how much a rung cuts the candidates and raises the resource, 2 or more.
    ///   - rungs: The largest number of rungs, 1 or more.
    ///   - leastResource: What a candidate gets at least, 1 or more.
    ///   - largestResource: What the last rung's candidates get, `leastResource` or more.
    public init(
        candidates: Int,
        eta: Int = 3,
        rungs: Int,
        leastResource: Int,
        largestResource: Int
    ) {
        precondition(candidates >= 0 && eta >= 2 && rungs >= 1, "no such schedule")
        precondition(1 <= leastResource && leastResource <= largestResource, "no such resources")
        guard candidates > 0 else {
            self.rungs = []
            return
        }
        var counts = [candidates]
        var resources = [largestResource]
        while counts.count < rungs,
            let count = counts.last, count / eta >= 1,
            let resource = resources.last, resource / eta >= leastResource
        {
            counts.append(count / eta)
            resources.append(resource / eta)
        }
        self.rungs = zip(counts, resources.reversed()).map {
            Rung(candidates: $0, resource: $1)
        }
    }

    /// The resource of the whole schedule: candidates times resource, summed over the rungs.
    ///
    /// Each rung is counted from its beginning, as if nothing were kept of the rung before.
    public var totalResource: Int { rungs.reduce(0) { $0 + $1.candidates * $1.resource } }

    /// Who goes on: the positions of the `count` largest values, in ascending order.
    ///
    /// Ties go to the lowest position. A NaN (a failed candidate) is behind every number: it goes on
    /// only where there are not enough others.
    public static func survivors(of values: [Double], count: Int) -> [Int] {
        SearchOrder.bestFirst(values).prefix(max(count, 0)).sorted()
    }
}
