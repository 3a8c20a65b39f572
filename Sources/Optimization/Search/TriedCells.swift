/// The cells of a domain that have been proposed or tried, so that none is again.
///
/// On a continuum every coordinate is a cell of its own; such a domain has no next cell and is never
/// exhausted.
struct TriedCells: Sendable {
    private let domain: SearchDomain
    /// Tried cells of a domain that can be counted, each with a later number from which to look for
    /// an untried one: a disjoint-set forest (R. E. Tarjan, 1975).
    private var successors: [Int: Int] = [:]
    /// Tried cells of other domains.
    private var keys: Set<[Int]> = []

    /// The number of cells; nil with a continuum or where it is past counting.
    let cellCount: Int?

    init(_ domain: SearchDomain) {
        self.domain = domain
        var count: Int? = 1
        for dimension in domain.dimensions {
            guard let levels = dimension.levels, let known = count else {
                count = nil
                break
            }
            let (product, overflow) = known.multipliedReportingOverflow(by: levels)
            count = overflow ? nil : product
        }
        cellCount = count
    }

    /// Whether there is no untried cell.
    var isExhausted: Bool { successors.count == cellCount }

    /// Whether a point's cell has been tried.
    func contains(_ point: [Double]) -> Bool {
        if cellCount != nil, let cell = domain.cell(of: point) {
            return successors[number(of: cell)] != nil
        }
        return keys.contains(key(of: point))
    }

    /// Marks a point's cell as tried.
    mutating func insert(_ point: [Double]) {
        if let cellCount, let cell = domain.cell(of: point) {
            let number = number(of: cell)
            if successors[number] == nil { successors[number] = (number + 1) % cellCount }
        } else {
            keys.insert(key(of: point))
        }
    }

    /// Marks the first untried cell from a point's cell on, the last dimension varying fastest and
    /// the last cell followed by the first, and gives its point; nil when all have been tried. With
    /// a continuum it is the point itself, tried or not.
    mutating func claim(from point: [Double]) -> [Double]? {
        guard !isExhausted else { return nil }
        guard var cell = domain.cell(of: point) else {
            insert(point)
            return point
        }
        if let cellCount {
            let number = untried(from: number(of: cell))
            successors[number] = (number + 1) % cellCount
            cell = self.cell(number)
        } else {
            while !keys.insert(cell).inserted { advance(&cell) }
        }
        return zip(domain.dimensions, cell).map { $0.coordinate(ofLevel: $1) }
    }

    /// The first untried number from one on; those on the way are pointed to it.
    private mutating func untried(from start: Int) -> Int {
        var number = start
        while let next = successors[number] { number = next }
        var passed = start
        while passed != number, let next = successors[passed] {
            successors[passed] = number
            passed = next
        }
        return number
    }

    private func number(of cell: [Int]) -> Int {
        zip(domain.dimensions, cell).reduce(0) { $0 * ($1.0.levels ?? 1) + $1.1 }
    }

    private func cell(_ number: Int) -> [Int] {
        var rest = number
        var cell = [Int](repeating: 0, count: domain.dimensions.count)
        for index in cell.indices.reversed() {
            (rest, cell[index]) = rest.quotientAndRemainder(
                dividingBy: domain.dimensions[index].levels ?? 1
            )
        }
        return cell
    }

    private func advance(_ cell: inout [Int]) {
        for index in cell.indices.reversed() {
            cell[index] += 1
            if cell[index] < domain.dimensions[index].levels ?? 1 { return }
            cell[index] = 0
        }
    }

    private func key(of point: [Double]) -> [Int] {
        zip(domain.dimensions, point).map { dimension, coordinate in
            dimension.level(of: coordinate)
                ?? Int(bitPattern: UInt(truncatingIfNeeded: coordinate.bitPattern))
        }
    }
}

extension SearchDomain {
    /// The level of each dimension; nil if one of them is a continuum.
    func cell(of point: [Double]) -> [Int]? {
        var cell: [Int] = []
        cell.reserveCapacity(dimensions.count)
        for (dimension, coordinate) in zip(dimensions, point) {
            guard let level = dimension.level(of: coordinate) else { return nil }
            cell.append(level)
        }
        return cell
    }

    /// A point with the coordinates of levels moved to the middle of their cells.
    func centred(_ point: [Double]) -> [Double] {
        zip(dimensions, point).map { dimension, coordinate in
            dimension.level(of: coordinate).map { dimension.coordinate(ofLevel: $0) } ?? coordinate
        }
    }
}
