import Backtesting
import MarketData

/// The distinct allocations of a space by ordinal: those that equal an earlier one are folded into
/// it. Where allocations are made of sets and weightings, only these are in memory.
struct AllocationFolding: Sendable {
    /// Neighbouring distinct allocations that hold the same columns of the table.
    struct Run: Sendable {
        let columns: [Int]
        let ordinals: Range<Int>
    }

    /// In ascending order; together they are all distinct allocations.
    let runs: [Run]
    private let allocations: AllocationSpace
    private let kind: Kind

    private enum Kind: Sendable {
        case list(Folded)
        case sets(Folded, weightings: [Int: Folded])
    }

    /// - Throws: ``OptimizationError/backtest(_:)`` when a symbol is not in the table.
    init(_ allocations: AllocationSpace, table: PriceTable) throws(OptimizationError) {
        self.allocations = allocations
        var runs: [Run] = []
        switch allocations {
        case .list(let list):
            let folded = Folded(list)
            for (ordinal, index) in folded.distinct.enumerated() {
                let columns = try Self.columns(list[index].symbols, table)
                if let last = runs.last, last.columns == columns {
                    runs[runs.count - 1] = Run(
                        columns: columns,
                        ordinals: last.ordinals.lowerBound..<ordinal + 1
                    )
                } else {
                    runs.append(Run(columns: columns, ordinals: ordinal..<ordinal + 1))
                }
            }
            kind = .list(folded)
        case .sets(let sets):
            let folded = Folded(sets.sets)
            var weightings: [Int: Folded] = [:]
            for size in Set(sets.sets.map(\.count)) {
                // No two estimates are the same; see `AssetSets`.
                let more = sets.estimates.count
                switch sets.weightings[size] {
                case nil: weightings[size] = Folded(allOf: more)
                case .list(let choices):
                    weightings[size] = Folded(
                        choices.map(Weighting.fixed) + sets.estimates.map(Weighting.estimated)
                    )
                case .simplex(let grid): weightings[size] = Folded(allOf: grid.count + more)
                }
            }
            for index in folded.distinct {
                let set = sets.sets[index]
                let first = runs.last?.ordinals.upperBound ?? 0
                let count = weightings[set.count]?.distinctCount ?? 0
                runs.append(
                    Run(columns: try Self.columns(set, table), ordinals: first..<first + count)
                )
            }
            kind = .sets(folded, weightings: weightings)
        }
        self.runs = runs
    }

    /// The number of allocations that differ.
    var distinctCount: Int { runs.last?.ordinals.upperBound ?? 0 }

    /// The run that an ordinal is in.
    func run(ofOrdinal ordinal: Int) -> Int {
        var low = 0
        var high = runs.count - 1
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].ordinals.upperBound <= ordinal {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The first of the equal allocations that an ordinal stands for.
    func allocation(ofOrdinal ordinal: Int) -> Int {
        switch (kind, allocations) {
        case (.sets(let folded, let weightings), .sets(let sets)):
            let run = run(ofOrdinal: ordinal)
            let set = folded.distinct[run]
            let place = ordinal - runs[run].ordinals.lowerBound
            return sets.first(ofSet: set) + weightings[sets.sets[set].count]!.index(of: place)
        case (.list(let folded), _): return folded.distinct[ordinal]
        default: preconditionFailure("the kind follows from the allocations")
        }
    }

    /// The ordinal that stands for an allocation.
    func ordinal(ofAllocation index: Int) -> Int {
        switch (kind, allocations) {
        case (.sets(let folded, let weightings), .sets(let sets)):
            let (set, weighting) = sets.position(of: index)
            let run = folded.place(of: set)
            return runs[run].ordinals.lowerBound
                + weightings[sets.sets[set].count]!.place(of: weighting)
        case (.list(let folded), _): return folded.place(of: index)
        default: preconditionFailure("the kind follows from the allocations")
        }
    }

    /// How many listed allocations an ordinal stands for.
    func multiplicity(ofOrdinal ordinal: Int) -> Int {
        switch (kind, allocations) {
        case (.sets(let folded, let weightings), .sets(let sets)):
            let run = run(ofOrdinal: ordinal)
            let size = sets.sets[folded.distinct[run]].count
            let place = ordinal - runs[run].ordinals.lowerBound
            return folded.multiplicity(run) * weightings[size]!.multiplicity(place)
        case (.list(let folded), _): return folded.multiplicity(ordinal)
        default: preconditionFailure("the kind follows from the allocations")
        }
    }

    /// What an ordinal holds.
    func position(ofOrdinal ordinal: Int) -> Position {
        Position(
            columns: runs[run(ofOrdinal: ordinal)].columns,
            weighting: allocations.weighting(of: allocation(ofOrdinal: ordinal))
        )
    }

    private static func columns(
        _ symbols: [String],
        _ table: PriceTable
    ) throws(OptimizationError) -> [Int] {
        var columns: [Int] = []
        for symbol in symbols {
            guard let column = table.index(ofSymbol: symbol) else {
                throw .backtest(.unknownSymbol(symbol: symbol, available: table.symbols))
            }
            columns.append(column)
        }
        return columns
    }
}

/// The values of a list that differ.
private struct Folded: Sendable {
    /// The index of each value's first appearance, ascending; nil when all values differ.
    private let first: [Int]?
    /// For every index, the place of its value among the distinct ones.
    private let places: [Int]
    private let counts: [Int]
    let distinctCount: Int

    init<Value: Hashable>(_ values: [Value]) {
        var known: [Value: Int] = [:]
        var first: [Int] = []
        var counts: [Int] = []
        places = values.enumerated().map { index, value in
            if let place = known[value] {
                counts[place] += 1
                return place
            }
            known[value] = first.count
            first.append(index)
            counts.append(1)
            return first.count - 1
        }
        self.first = first
        self.counts = counts
        distinctCount = first.count
    }

    /// So many values that all differ.
    init(allOf count: Int) {
        first = nil
        places = []
        counts = []
        distinctCount = count
    }

    /// The first indices of all distinct values.
    var distinct: [Int] { first ?? Array(0..<distinctCount) }

    func index(of place: Int) -> Int { first?[place] ?? place }
    func place(of index: Int) -> Int { first == nil ? index : places[index] }
    func multiplicity(_ place: Int) -> Int { first == nil ? 1 : counts[place] }
}
