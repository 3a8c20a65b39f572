import ArgumentParser
import Optimization

/// How a space is searched.
struct SearchOptions: ParsableArguments {
    @Option(
        help: """
            How to search: grid evaluates every candidate; random and sobol sample, halving drops the \
            worse on growing parts of the past, tpe and cma-es learn, nsga2 wants several things at \
            once. What learns does so in each split anew, from its training window alone.
            """
    )
    var search: SearchSettings.Method = .grid

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Different candidates that a search proposes in each split; random and sobol propose them \
            once, for all splits. \(SearchSettings.usualTrials) without it.
            """,
            valueName: "n"
        )
    )
    var trials: Int?

    @Option(
        help: ArgumentHelp(
            """
            What nsga2 makes large, separated by commas, each as --objective has it: \
            "sharpe,max_drawdown". The first ranks. Without it, the objective and max_drawdown.
            """,
            valueName: "list"
        )
    )
    var objectives: String?

    /// The settings, and the objective that the study ranks by.
    ///
    /// - Parameter objective: What the command line says; nil if it says nothing.
    func settings(
        objective: Objective?,
        requirements: [Requirement]
    ) throws -> (SearchSettings, Objective) {
        var single = objective ?? .outperformance
        single.requirements = requirements
        guard search != .grid else {
            if trials != nil {
                throw Failure(
                    .usage,
                    "--trials is for searches; say which with --search, such as --search tpe"
                )
            }
            try refuseObjectives()
            return (.grid, single)
        }
        let trials = trials ?? SearchSettings.usualTrials
        guard search == .nsga2 else {
            try refuseObjectives()
            return (SearchSettings(search, trials: trials), single)
        }
        guard objectives == nil || objective == nil else {
            throw Failure(
                .usage,
                "the first of --objectives is what candidates are ranked by; leave --objective out"
            )
        }
        let several = try list() ?? [single, Objective(.maxDrawdown)]
        let required = several.map { one in
            var one = one
            one.requirements = requirements
            return one
        }
        return (SearchSettings(search, trials: trials, objectives: required), required[0])
    }

    private func refuseObjectives() throws {
        guard objectives != nil else { return }
        throw Failure(.usage, "--objectives is for --search nsga2; others have one --objective")
    }

    private func list() throws -> [Objective]? {
        try objectives.map { text in
            try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                do {
                    return try Objective(parsing: String(part))
                } catch {
                    throw Failure(.usage, "--objectives: \(error)")
                }
            }
        }
    }
}
