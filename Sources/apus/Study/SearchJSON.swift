import Optimization

/// How a space was searched, for `--json`.
struct SearchJSON: Encodable {
    struct Search: Encodable {
        let splits: [Int]
        let plannedTrials: Int
        let trials: Int
        let proposals: Int
        let bestTrainObjectives: [Double?]
        let rungs: [Rung]?
    }

    struct Rung: Encodable {
        let candidates: Int
        let bars: Int
    }

    struct Pareto: Encodable {
        struct Member: Encodable {
            let configID: Int
            let train: [Double?]
            let test: [Double?]
            let onTrainFront: Bool
            let onTestFront: Bool

            enum CodingKeys: String, CodingKey {
                case configID = "config_id"
                case train, test
                case onTrainFront = "on_train_front"
                case onTestFront = "on_test_front"
            }
        }

        let objectives: [String]
        let members: [Member]
    }

    let method: String
    let evaluatedCandidates: Int
    let shareOfCandidates: Double
    let hasTimeBudget: Bool
    let endedByTimeBudget: Bool
    let reproducible: Bool
    let searches: [Search]?
    let pareto: Pareto?

    init(_ result: OptimizationResult) {
        let evaluations = result.evaluations
        let record = result.search
        method = result.optimizer.settings.search.method.rawValue
        evaluatedCandidates = evaluations.evaluatedCount
        shareOfCandidates = Double(evaluatedCandidates) / Double(evaluations.distinctCount)
        hasTimeBudget = record?.hasTimeBudget ?? false
        endedByTimeBudget = record?.endedByTimeBudget ?? false
        reproducible = !hasTimeBudget
        searches = record.flatMap { $0.searches.isEmpty ? nil : $0.searches }?.map { search in
            Search(
                splits: search.splits,
                plannedTrials: search.planned,
                trials: search.proposed.count,
                proposals: search.proposalCount,
                bestTrainObjectives: search.bestTrainObjectives.map(\.defined),
                rungs: search.rungs.isEmpty
                    ? nil : search.rungs.map { Rung(candidates: $0.candidates, bars: $0.bars) }
            )
        }
        pareto = record?.pareto.map { pareto in
            Pareto(
                objectives: pareto.objectives.map(\.name),
                members: pareto.members.map { member in
                    Pareto.Member(
                        configID: member.id,
                        train: member.train.map(\.defined),
                        test: member.test.map(\.defined),
                        onTrainFront: member.isOnTrainFront,
                        onTestFront: member.isOnTestFront
                    )
                }
            )
        }
    }
}
