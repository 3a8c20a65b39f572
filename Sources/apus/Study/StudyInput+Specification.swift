import Backtesting
import MarketData
import Optimization
import Reporting
import Studies
import Validation

extension StudyInput {
    /// All that the results follow from, with the command that runs the study again.
    func specification(command: String, arguments: [String]) throws -> StudySpecification {
        let settings = optimizer.settings
        let table = prices.table
        var parts: [StudySpecification.Part] = [
            .engine,
            .init(
                "prices",
                "\(table.barCount) bars x \(table.symbolCount) symbols, SHA-256 \(Digest(of: table))"
            ),
            .init("space", try spaceText),
            .init(
                "candidates",
                "\(optimizer.space.count) listed, \(optimizer.distinctCount) distinct"
            ),
            .init("splits", Describe.splits(settings.splits, optimizer.plan)),
            .init("split scheme", "\(settings.splits)"),
            .init("capital", "\(settings.capital)"),
            .init("periods a year", "\(optimizer.simulation.barsPerYear)"),
            .init("costs", costsText(settings.costs)),
            .init("objective", settings.objective.name),
            .init(
                "requirements",
                settings.objective.requirements.map(\.description).joined(separator: ", ")
            ),
            .init("keep", "\(settings.keep)"),
            .init("search", "\(settings.search)"),
            .init("odds", "\(settings.odds)"),
            .init("seed", "\(settings.seed)"),
        ]
        if !optimizer.space.policies.models.isEmpty { parts.append(.matrixProducts) }
        for (name, path) in [("dividends", income.dividends), ("funding", income.funding)] {
            guard let path else { continue }
            let bytes = Array(try TextFile.contents(of: materials.path(path)).utf8)
            parts.append(.init(name, "SHA-256 \(Digest(of: bytes))"))
        }
        return StudySpecification(
            command: command,
            arguments: arguments,
            parts: parts
        )
    }

    private var spaceText: String {
        get throws {
            let quick = isQuick ? ", quick" : ""
            guard let spaceFile else { return optimizer.space.name + quick }
            let text = try TextFile.contents(of: materials.path(spaceFile))
            return "\(optimizer.space.name)\(quick), SHA-256 \(Digest(of: Array(text.utf8)))"
        }
    }

    /// Every cost, those of single symbols in order.
    private func costsText(_ costs: TradingCosts) -> String {
        let all = [
            ("commission", costs.commission), ("slippage", costs.slippage),
            ("half-spread", costs.halfSpread), ("fixed fee", costs.fixedFee),
            ("minimum fee", costs.minimumFee), ("cash rate", costs.cashRate),
        ].map { "\($0) \($1)" }
        let symbols = costs.sortedSymbols.map { "\($0.symbol) \($0.costs)" }
        return (all + symbols).joined(separator: ", ")
    }
}
