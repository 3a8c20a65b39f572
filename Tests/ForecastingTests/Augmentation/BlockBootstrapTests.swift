import Testing

@testable import Forecasting

@Suite struct BlockBootstrapTests {
    @Test func putsWholeBlocksTogether() throws {
        let resamples = try BlockBootstrap.moving(blockLength: 6).rows(
            length: 20,
            resamples: 0..<300,
            seed: 3
        )
        var starts: Set<Int> = []
        for rows in resamples {
            #expect(rows.count == 20)
            for first in stride(from: 0, to: 20, by: 6) {
                let block = rows[first..<min(first + 6, 20)]
                starts.insert(rows[first])
                #expect(Array(block) == Array(rows[first]..<(rows[first] + block.count)))
            }
        }
        #expect(starts == Set(0...14))
    }

    @Test func drawsBlocksOfTheMeanLength() throws {
        let resamples = try BlockBootstrap.stationary(meanBlockLength: 5).rows(
            length: 100,
            resamples: 0..<400,
            seed: 3
        )
        var breaks = 0
        var counts = Array(repeating: 0, count: 100)
        for rows in resamples {
            for row in rows { counts[row] += 1 }
            for (row, next) in zip(rows, rows.dropFirst()) where next != (row + 1) % 100 {
                breaks += 1
            }
        }
        // A fifth of 39,600 steps begins a block; one in a hundred of those goes on by chance.
        #expect(abs(Double(breaks) - 7_840.8) < 400)
        // Each row is drawn 400 times on average.
        #expect(counts.allSatisfy { 250 < $0 && $0 < 550 })
        let whole = try BlockBootstrap.stationary(meanBlockLength: 1e15).rows(
            length: 10,
            resamples: 0..<1,
            seed: 1
        )[0]
        #expect(zip(whole, whole.dropFirst()).allSatisfy { $1 == ($0 + 1) % 10 })
    }

    @Test(arguments: [
        BlockBootstrap.moving(blockLength: 3), .stationary(meanBlockLength: 3),
    ])
    func dependsOnTheNumberAlone(bootstrap: BlockBootstrap) throws {
        let all = try bootstrap.rows(length: 30, resamples: 0..<20, seed: 7, on: .sequential)
        for threads in OperationSchedules.threadCounts {
            let some = try bootstrap.rows(
                length: 30,
                resamples: 5..<20,
                seed: 7,
                on: OperationSchedules.pool(threads)
            )
            #expect(some == Array(all[5...]))
        }
        #expect(Set(all).count == 20)
    }

    @Test func refusesWhatMakesNoSense() {
        #expect(
            throws: ForecastingError.tooShort(
                what: "a bootstrap of blocks",
                needed: 5,
                available: 4
            )
        ) {
            try BlockBootstrap.moving(blockLength: 5).rows(length: 4, resamples: 0..<1, seed: 1)
        }
        for bootstrap in [
            BlockBootstrap.moving(blockLength: 0), .stationary(meanBlockLength: 0.9),
            .stationary(meanBlockLength: .nan),
        ] {
            #expect(throws: ForecastingError.self) {
                try bootstrap.rows(length: 4, resamples: 0..<1, seed: 1)
            }
        }
        #expect(throws: ForecastingError.self) {
            try BlockBootstrap.stationary(meanBlockLength: 2)
                .rows(length: 0, resamples: 0..<1, seed: 1)
        }
    }
}
