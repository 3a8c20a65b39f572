import Testing

@testable import MarketData

@Suite struct LineNumbersTests {
    @Test func blankLinesShiftTheRowsBehindThem() {
        var lines = LineNumbers(firstLine: 2)
        lines.skipLine(before: 0)
        lines.skipLine(before: 3)
        lines.skipLine(before: 3)
        lines.skipLine(before: 4)
        #expect((0..<7).map { lines.line(ofRow: $0) } == [3, 4, 5, 8, 10, 11, 12])
    }

    @Test func linesFollowTheirRowsWhenSorted() {
        var lines = LineNumbers(firstLine: 2)
        lines.skipLine(before: 1)
        lines.reorder([2, 0, 1])
        #expect((0..<3).map { lines.line(ofRow: $0) } == [5, 2, 4])
    }
}
