import DataParallel
import Testing

@Suite struct ExecutorMapTests {
    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 1_000])
    func resultsAreInTheOrderOfTheirIndices(workers: Int, count: Int) {
        let pool = ThreadPool(workerCount: workers)
        // Texts, so that memory that is lost or freed twice would show.
        let wanted = (0..<count).map {
            "piece \($0) of \(count), longer than what fits into a word"
        }
        #expect(
            pool.map(count: count) { "piece \($0) of \(count), longer than what fits into a word" }
                == wanted
        )
        #expect(SequentialExecutor().map(count: count) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }
}
