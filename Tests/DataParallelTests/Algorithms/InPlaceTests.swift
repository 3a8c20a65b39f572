import DataParallel
import Testing

@Suite struct InPlaceTests {
    @Test(arguments: workerCounts, sizes)
    func maps(workers: Int, size: Int) {
        let input = numbers(size)
        onPool(workers) {
            var array = input
            array.parallelMapInPlace { $0 * 2 + 1 }
            #expect(array == input.map { $0 * 2 + 1 })
            var contiguous = ContiguousArray(input)
            contiguous.parallelMapInPlace { -$0 }
            #expect(Array(contiguous) == input.map { -$0 })
            var span = array.mutableSpan
            span.parallelMapInPlace { $0 - 1 }
            #expect(array == input.map { $0 * 2 })
        }
    }

    @Test(arguments: workerCounts, sizes)
    func writesChunks(workers: Int, size: Int) {
        onPool(workers) {
            for length in [1, 7, 64, 1_000_000] {
                var array = Array(repeating: -1, count: size)
                array.parallelForEachMutableChunk(ofCount: length) { chunk, elements in
                    for index in elements.indices { elements[index] = chunk * length + index }
                }
                #expect(array == Array(0..<size))
                var span = array.mutableSpan
                span.parallelForEachMutableChunk(ofCount: length) { chunk, elements in
                    for index in elements.indices { elements[index] += chunk }
                }
                #expect(array == (0..<size).map { $0 + $0 / length })
            }
        }
    }

    @Test(arguments: workerCounts)
    func theLowestChunkThatFailsWins(workers: Int) {
        onPool(workers) {
            var array = Array(0..<10_000)
            #expect(throws: Failed(index: 40)) {
                try array.parallelForEachMutableChunk(ofCount: 10) {
                    (chunk, elements) throws(Failed) in
                    if chunk >= 40 { throw Failed(index: chunk) }
                    elements[0] = -1
                }
            }
            #expect((0..<40).allSatisfy { array[$0 * 10] == -1 })
            #expect(throws: Failed(index: 41)) {
                try array.parallelMapInPlace { (number) throws(Failed) in
                    if number > 40 { throw Failed(index: number) }
                    return number
                }
            }
        }
    }

    @Test(arguments: workerCounts, sizes)
    func readsSpans(workers: Int, size: Int) {
        let input = numbers(size)
        onPool(workers) {
            let span = input.span
            #expect(span.parallelMap { $0 + 1 } == input.map { $0 + 1 })
            #expect(span.parallelSum() == input.reduce(0, +))
            #expect(
                span.parallelReduce(into: 0) {
                    $0 = max($0, $1)
                } combine: {
                    $0 = max($0, $1)
                }
                    == input.max() ?? 0
            )
            let visits = Visits(size)
            span.parallelForEach { index, element in
                if element == input[index] { visits.add(index) }
            }
            #expect((0..<size).allSatisfy { visits[$0] == 1 })
        }
    }
}
