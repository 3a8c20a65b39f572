import DataParallel
import Testing

@testable import Optimization

@Suite struct TriedCellsTests {
    static let domain = SearchDomain([
        .init(name: "a", levels: 3, isOrdered: false),
        .init(name: "b", levels: 1, isOrdered: true),
        .init(name: "c", levels: 4, isOrdered: true),
    ])

    /// Against a search along the list of all cells, from random places until nothing is left.
    @Test(arguments: [1, 2, 3] as [UInt64]) func claimsTheNextUntriedCell(seed: UInt64) {
        var cells = TriedCells(Self.domain)
        #expect(cells.cellCount == 12)
        var random = RandomStream(seed: seed, stream: 0)
        var left = Set(0..<12)
        while !left.isEmpty {
            #expect(!cells.isExhausted)
            let point = Self.domain.dimensions.map { _ in random.nextUniform() }
            let cell = Self.domain.cell(of: point) ?? []
            let start = cell[0] * 4 + cell[2]
            let expected = (0..<12).map { (start + $0) % 12 }.first { left.contains($0) } ?? -1
            #expect(cells.contains(point) == (expected != start))
            let claimed = cells.claim(from: point).flatMap { Self.domain.cell(of: $0) }
            #expect(claimed == [expected / 4, 0, expected % 4])
            left.remove(expected)
        }
        #expect(cells.isExhausted && cells.claim(from: [0, 0, 0]) == nil)
    }

    @Test func insertingTwiceCountsOnce() {
        var cells = TriedCells(Self.domain)
        for _ in 0..<2 { cells.insert([0.9, 0.1, 0.9]) }
        let claimed = (0..<12).map { _ in cells.claim(from: [0.9, 0.1, 0.9]) }
        #expect(Set(claimed.compactMap { $0 }).count == 11 && claimed.last == .some(nil))
    }

    /// 100^12 cells have no number.
    @Test func domainsPastCountingHaveCellsAsWell() {
        let domain = SearchDomain(
            (0..<12).map { .init(name: "l\($0)", levels: 100, isOrdered: true) }
        )
        var cells = TriedCells(domain)
        #expect(cells.cellCount == nil)
        let last = [Double](repeating: 0.999, count: 12)
        let claimed = (0..<3).compactMap { _ in cells.claim(from: last) }
        let found = claimed.compactMap { domain.cell(of: $0) }
        let zeros = [Int](repeating: 0, count: 12)
        #expect(found == [zeros.map { _ in 99 }, zeros, Array(zeros.dropLast()) + [1]])
        #expect(cells.contains(last) && !cells.isExhausted)
    }

    @Test func pointsOfAContinuumAreTheirOwnCells() {
        var cells = TriedCells(.box(2))
        cells.insert([0.25, 0.5])
        #expect(cells.contains([0.25, 0.5]) && !cells.contains([0.25, 0.5.nextUp]))
        #expect(cells.claim(from: [0.25, 0.5]) == [0.25, 0.5])
    }
}
