/// Distinct candidates by mean test objective, best first.
///
/// The order was made with the test windows in view: the first entry looks better than it is.
public struct Ranking: Sendable {
    /// Candidate ids, best first; equal objectives by lowest id, NaN last. Only those that were kept.
    public let ids: [Int]

    init(_ evaluations: Evaluations, objective: Objective) {
        let values = evaluations.finished.map {
            (id: $0.id, value: objective.testValue(of: $0.summary))
        }
        let sorted = values.sorted { a, b in
            if Objective.ranks(a.value, before: b.value) { return true }
            if Objective.ranks(b.value, before: a.value) { return false }
            return a.id < b.id
        }
        ids = sorted.map(\.id)
        medianID = evaluations.sketchedMedianID ?? ids[(ids.count - 1) / 2]
    }

    /// The candidate in the middle of all that were evaluated; the better one of the middle two.
    /// Where only the best were kept, one within 0.4 % of it.
    public let medianID: Int
}
