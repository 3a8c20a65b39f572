import DataParallel
import Testing

@Suite struct SortTests {
    @Test(arguments: workerCounts, sizes)
    func sorts(workers: Int, size: Int) {
        let inputs = [
            numbers(size), decimals(size).map { Int($0) }, Array(0..<size),
            Array((0..<size).reversed()), Array(repeating: 3, count: size),
            (0..<size).map { $0 % 2 }, (0..<size).map { min($0, size - $0) },
        ]
        onPool(workers) {
            for input in inputs {
                var stable = input
                stable.parallelSort()
                #expect(stable == input.sorted())
                var unstable = input
                unstable.parallelSortUnstable()
                #expect(unstable == input.sorted())
                var descending = input
                var descendingSpan = descending.mutableSpan
                descendingSpan.parallelSort { $0 > $1 }
                #expect(descending == input.sorted { $0 > $1 })
                var ascending = input
                var ascendingSpan = ascending.mutableSpan
                ascendingSpan.parallelSortUnstable()
                #expect(ascending == input.sorted())
            }
        }
    }

    @Test(arguments: workerCounts, sizes)
    func isStable(workers: Int, size: Int) {
        let input = numbers(size).enumerated().map { Tagged(key: $0.element / 100, tag: $0.offset) }
        onPool(workers) {
            var sorted = input
            sorted.parallelSort { $0.key < $1.key }
            #expect(sorted == input.sorted { ($0.key, $0.tag) < ($1.key, $1.tag) })
        }
    }
}
