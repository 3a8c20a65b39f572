import Optimization

extension TextReport {
    /// How the space was searched, line by line; empty for a whole grid.
    var searched: [String] {
        guard let search = result.search else { return [] }
        var lines = wrapped(Describe.search(search.settings), bullet: "search:      ")
        lines += wrapped(
            "\(Format.count(search.evaluatedCount)) of \(Format.count(search.distinctCount))"
                + " distinct candidates (\(Describe.share(search.share))) were evaluated over all"
                + " windows",
            bullet: "covered:     "
        )
        if let domain = search.domain {
            let names = domain.dimensions.map { dimension in
                dimension.levels.map { "\(dimension.name) (\(Format.count($0)))" }
                    ?? dimension.name
            }
            lines += wrapped(
                names.isEmpty ? "none" : names.joined(separator: ", "),
                bullet: "dimensions:  "
            )
        }
        for one in search.searches { lines += wrapped(phrase(one), bullet: "             ") }
        return lines
    }

    private func phrase(_ search: SearchRecord.Search) -> String {
        let objective = objective.name
        let bests = search.bestTrainObjectives.map { Format.fixed($0, decimals: 4) }
        let isShared = search.splits.count > 1
        let name =
            isShared || search.splits.isEmpty
            ? "all splits" : "split \(search.splits[0])"
        var text = "\(name): "
        if search.rungs.isEmpty {
            text +=
                "\(Format.count(search.proposed.count)) of \(Format.count(search.planned)) trials"
            let repeats = search.proposalCount - search.proposed.count
            if repeats > 0 { text += " and \(Format.count(repeats)) repeated" }
        } else {
            text += search.rungs
                .map { "\(Format.count($0.candidates)) over \(Format.count($0.bars)) bars" }
                .joined(separator: ", ")
        }
        return text + "; best training \(objective) \(bests.joined(separator: ", "))"
    }

    /// The front by the training window of the last split; empty with one objective.
    var paretoFront: [String] {
        guard let pareto = result.search?.pareto else { return [] }
        let space = result.optimizer.space
        var table = TextTable(
            [("id", .right)] + pareto.objectives.map { ("train \($0.name)", .right) }
                + pareto.objectives.map { ("test \($0.name)", .right) }
                + [("portfolio", .left), ("rule", .left)]
        )
        let front = pareto.members.filter(\.isOnTrainFront)
            .sorted { ($1.train[0], $0.id) < ($0.train[0], $1.id) }
        for member in front.prefix(Self.frontRows) {
            let candidate = space[member.id - 1]
            let figures = (member.train + member.test).map { Format.fixed($0, decimals: 4) }
            table.add(
                ["#\(member.id)"] + figures + [
                    Describe.shortened(Describe.portfolio(candidate)), Describe.rule(candidate),
                ]
            )
        }
        let onTest = pareto.members.count(where: \.isOnTestFront)
        return wrapped(
            "No other candidate that was tried is better in every objective, over the training window of"
                + " the last split; by the first objective, best first. All are in pareto.csv, and so"
                + " are the \(Format.count(onTest)) on the front of mean test objectives, which are"
                + " chosen on the test data."
        ) + [""] + table.lines()
            + (front.count > Self.frontRows
                ? ["  (the first \(Self.frontRows) of \(Format.count(front.count)))"] : [])
    }

    private static var frontRows: Int { 12 }

    /// How the tables of factors are to be read.
    var sensitivityPreface: [String] {
        guard let search = result.search, search.settings.method != .grid else {
            return wrapped(
                "Every listed candidate counts once; the effect is the largest difference between two"
                    + " means. A result that hangs on one value of a strong factor is fragile."
            )
        }
        return wrapped(
            "Every candidate that was evaluated counts once; the effect is the largest difference"
                + " between two means. Not all values were tried equally often"
                + (search.settings.method.isAdaptive
                    ? ": a search looks longest where it finds most" : "")
                + ". Factors with fewer than five candidates for a value are left out."
        )
    }
}
