import TestSupport
import Testing

@testable import Forecasting

@Suite struct SelectionTests {
    @Test(arguments: 0..<40)
    func findsWhatSortingFinds(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let count = Int.random(in: 1...300, using: &random)
        let bound = [2, 10, 100_000][seed % 3]
        var values = (0..<count).map { _ in Double(Int.random(in: -bound...bound, using: &random)) }
        let sorted = values.sorted()
        let places = (0..<4).map { _ in Int.random(in: 0..<count, using: &random) }.sorted()
        Selection.order(&values, at: places)
        for place in places { #expect(values[place] == sorted[place]) }
        #expect(values.sorted() == sorted)
    }

    @Test func endsOnOrderedAndEqualValues() {
        let up = (0..<5_000).map(Double.init)
        let inputs: [[Double]] = [
            up, up.reversed(), Array(repeating: 1, count: 5_000), up.map { -abs($0 - 2_500) },
        ]
        for values in inputs {
            var moved = values
            Selection.order(&moved, at: [1_250, 2_500, 3_750])
            let sorted = values.sorted()
            #expect([1_250, 2_500, 3_750].allSatisfy { moved[$0] == sorted[$0] })
        }
    }

    @Test(arguments: 0..<6)
    func sortsWhatDoesNotGetShorter(budget: Int) {
        var random = SeededRandom(seed: 1)
        var values = (0..<200).map { _ in Double.random(in: -1..<1, using: &random) }
        let sorted = values.sorted()
        values.withUnsafeMutableBufferPointer {
            Selection.select(77, in: 0..<200, of: $0, budget: budget)
        }
        #expect(values[77] == sorted[77])
        #expect(values.sorted() == sorted)
    }
}
