import DataParallel
import Synchronization

/// How the result depends on any two factors of a grid at once, all others mixed: whether the best lies on
/// a plateau or is a lonely peak.
public struct Landscape: Sendable, Equatable {
    /// A factor with its levels as they are shown.
    public struct Factor: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Its values, or ranges of them where there are many, in ascending order where they are numbers.
        public let levels: [String]
        /// Whether only the values with the best and the worst means are there.
        public let isCut: Bool
        /// The place of the winner's value; nil if it has none that is there.
        public let winner: Int?
    }

    /// The candidates that share a value of each of two factors.
    public struct Cell: Sendable, Equatable {
        /// How many listed candidates there are.
        public let count: Int
        /// The median of their test objectives; NaN if there are none.
        public let median: Double
        /// The best of their test objectives; NaN if there are none.
        public let best: Double
    }

    /// Two factors.
    public struct Pair: Sendable, Equatable {
        /// The place of the one that goes down, in ``Landscape/factors``.
        public let rows: Int
        /// The place of the one that goes across.
        public let columns: Int
        /// Row by row.
        public let cells: [Cell]
    }

    /// The factors with more than one value.
    public let factors: [Factor]
    /// Every two of them.
    public let pairs: [Pair]
    /// How many candidates of the sample medians are of, where only the best were kept; nil where they are
    /// of all.
    public let sampleCount: Int?

    /// More levels than this are put together or cut.
    static let mostLevels = 24

    /// - Parameters:
    ///   - winner: The id of the best-ranked candidate.
    ///   - sample: Whether the candidate with an id counts for medians; nil where all do.
    /// - Complexity: O(n log n), and O(n) for each pair.
    init(
        _ table: FactorTable,
        winner: Int,
        sample: ((Int) -> Bool)? = nil,
        on executor: any ParallelExecutor = SequentialExecutor()
    ) {
        let place = table.entries.firstIndex { $0.id == winner }
        let shown = table.factors.compactMap { ShownFactor($0, table.entries, winner: place) }
        // From the best on, so that the first of a cell is its best.
        let order = table.entries.indices.sorted {
            let (a, b) = (table.entries[$0].value, table.entries[$1].value)
            return a == b ? $0 < $1 : a > b
        }
        let values = order.map { table.entries[$0].value }
        let isCounted = sample.map { isIn in order.map { isIn(table.entries[$0].id) } }
        let levels = shown.map { factor in order.map { factor.levels[$0] } }
        let places = shown.indices.flatMap { row in
            shown.indices.dropFirst(row + 1).map { (rows: row, columns: $0) }
        }
        let made = Mutex<[Int: Pair]>([:])
        executor.forEach(count: places.count, cancellation: nil) { index in
            let (rows, columns) = places[index]
            let pair = Pair(
                rows: rows,
                columns: columns,
                cells: Self.cells(
                    values,
                    levels[rows],
                    levels[columns],
                    count: (shown[rows].factor.levels.count, shown[columns].factor.levels.count),
                    isCounted
                )
            )
            made.withLock { $0[index] = pair }
        }
        factors = shown.map(\.factor)
        pairs = made.withLock { made in places.indices.compactMap { made[$0] } }
        sampleCount = isCounted.map { $0.count { $0 } }
    }

    /// The cells of two factors from values in descending order.
    private static func cells(
        _ values: [Double],
        _ rows: [Int],
        _ columns: [Int],
        count: (rows: Int, columns: Int),
        _ isCounted: [Bool]?
    ) -> [Cell] {
        var counts = Array(repeating: 0, count: count.rows * count.columns)
        var bests = Array(repeating: Double.nan, count: counts.count)
        for place in values.indices where rows[place] >= 0 && columns[place] >= 0 {
            let cell = rows[place] * count.columns + columns[place]
            if bests[cell].isNaN { bests[cell] = values[place] }
            if isCounted?[place] ?? true { counts[cell] += 1 }
        }
        var seen = Array(repeating: 0, count: counts.count)
        var medians = Array(repeating: Double.nan, count: counts.count)
        for place in values.indices where rows[place] >= 0 && columns[place] >= 0 {
            guard isCounted?[place] ?? true else { continue }
            let cell = rows[place] * count.columns + columns[place]
            // The mean of the middle two, which are one where the count is odd.
            if seen[cell] == (counts[cell] - 1) / 2 { medians[cell] = values[place] }
            if seen[cell] == counts[cell] / 2 {
                medians[cell] = (medians[cell] + values[place]) / 2
            }
            seen[cell] += 1
        }
        return counts.indices.map {
            Cell(count: counts[$0], median: medians[$0], best: bests[$0])
        }
    }
}

/// A factor and the level of each entry, as they are shown.
private struct ShownFactor {
    let factor: Landscape.Factor
    /// Of each entry; -1 for none.
    let levels: [Int]

    /// Nil for a factor with a single value.
    init?(_ factor: FactorTable.Factor, _ entries: [FactorTable.Entry], winner: Int?) {
        let own = entries.map { factor.level(of: $0) }
        var sums = factor.labels.map { _ in (sum: 0.0, count: 0) }
        for (entry, level) in zip(entries, own) where level >= 0 {
            sums[level].sum += entry.value
            sums[level].count += 1
        }
        var met = sums.indices.filter { sums[$0].count > 0 }
        guard met.count > 1 else { return nil }
        let numbers = factor.labels.map(Double.init)
        let isNumeric = met.allSatisfy { numbers[$0] != nil }
        met.sort { (numbers[$0] ?? .infinity, $0) < (numbers[$1] ?? .infinity, $1) }
        let most = Landscape.mostLevels
        var labels = met.map { factor.labels[$0] }
        // Where each level goes.
        var places = factor.labels.map { _ in -1 }
        for (place, level) in met.enumerated() { places[level] = place }
        let isCut = met.count > most && !isNumeric
        if isCut {
            let means = sums.map { $0.sum / Double($0.count) }
            let ranked = met.sorted { (-means[$0], $0) < (-means[$1], $1) }
            let kept = Array(ranked.prefix(most / 2) + ranked.suffix(most / 2))
            labels = kept.map { factor.labels[$0] }
            places = factor.labels.map { _ in -1 }
            for (place, level) in kept.enumerated() { places[level] = place }
        } else if met.count > most {
            // Neighbours together, as many in each range as can be.
            func range(_ place: Int) -> Int { place * most / met.count }
            for (place, level) in met.enumerated() { places[level] = range(place) }
            labels = (0..<most).map { index in
                let members = met.indices.filter { range($0) == index }.map { labels[$0] }
                let (first, last) = (members.first ?? "", members.last ?? "")
                return first == last ? first : "\(first) to \(last)"
            }
        }
        let levels = own.map { $0 < 0 ? -1 : places[$0] }
        self.levels = levels
        self.factor = Landscape.Factor(
            name: factor.name,
            levels: labels,
            isCut: isCut,
            winner: winner.flatMap { levels[$0] < 0 ? nil : levels[$0] }
        )
    }
}
