import Backtesting
import MarketData

extension Optimizer {
    /// What estimated weights need, in sentences.
    var weightNotes: [String] {
        let estimates = space.allocations.estimates
        var notes: [String] = []
        let bars = space.allocations.barsNeeded
        if bars > 0 { notes.append("The first \(bars) bars are kept for estimating weights.") }
        if estimates.contains(where: { !$0.isSettledByWindow }) {
            notes.append(
                "Portfolios whose weights are estimated at each rebalance run one by one in the scalar"
                    + " reference, not in vector lanes: they take several times as long."
            )
        }
        return notes
    }

    /// What a universe that changes means for speed, in sentences.
    var listingNotes: [String] {
        let changing = table.listings.count { $0.count < table.barCount }
        if changing == 0 { return [] }
        return [
            "\(changing) of the \(table.symbolCount) symbols start late or end early: windows in which one of a"
                + " portfolio's does are run one by one in the scalar reference, not in vector lanes."
        ]
    }

    /// What is slow or flatters, in sentences.
    var laneNotes: [String] {
        let policies = space.policies
        let forecasts = policies.forecasts.compactMap(\.self)
        var notes: [String] = []
        if !forecasts.isEmpty {
            notes.append(
                "Policies that use forecasts run one by one in the scalar reference, not in vector lanes:"
                    + " they take several times as long."
            )
        }
        if forecasts.contains(where: { $0.delay == 0 }) {
            notes.append(
                "Some policies trade with delay 0, at the very close that the forecast was made from:"
                    + " nobody can, and their figures flatter them."
            )
        }
        let unknown = settings.costs.sortedSymbols.map(\.symbol).filter {
            table.index(ofSymbol: $0) == nil
        }
        if !unknown.isEmpty {
            notes.append(
                "Costs are given for \(unknown.joined(separator: ", ")), of which there are no prices."
            )
        }
        return notes
    }
}
