import Testing
import Validation

@Suite struct StationaryBootstrapTests {
    @Test func drawsBlocksThatWrapAround() throws {
        let bootstrap = try StationaryBootstrap(count: 50, meanBlockLength: 8, seed: 1)
        var starts = 0
        var wraps = 0
        for resample in 0..<200 {
            let indices = bootstrap.indices(ofResample: resample)
            #expect(indices.count == 50)
            #expect(indices.allSatisfy { (0..<50).contains($0) })
            for (period, next) in zip(indices, indices.dropFirst()) {
                if next != (period + 1) % 50 { starts += 1 }
                if period == 49 && next == 0 { wraps += 1 }
            }
        }
        // 9,800 steps, of which 1/8 begin a block and 49/50 of these are seen: 1,200, deviation 33.
        #expect((1_070...1_330).contains(starts))
        #expect((120...230).contains(wraps))
    }

    @Test func drawsEveryPeriodEquallyOften() throws {
        let bootstrap = try StationaryBootstrap(count: 20, meanBlockLength: 3, seed: 2)
        var counts = [Int](repeating: 0, count: 20)
        for resample in 0..<1_000 {
            for period in bootstrap.indices(ofResample: resample) { counts[period] += 1 }
        }
        // 1,000 of each, with a deviation of about 70.
        #expect(counts.allSatisfy { (700...1_300).contains($0) })
    }

    @Test func countsWhatItDraws() throws {
        let bootstrap = try StationaryBootstrap(count: 30, meanBlockLength: 4, seed: 3)
        for resample in [0, 1, 17] {
            var counts = [Int](repeating: 0, count: 30)
            for period in bootstrap.indices(ofResample: resample) { counts[period] += 1 }
            #expect(bootstrap.counts(ofResample: resample) == counts)
        }
    }

    @Test func keysResamplesBySeedAndNumber() throws {
        let bootstrap = try StationaryBootstrap(count: 40, meanBlockLength: 5, seed: 4)
        let again = try StationaryBootstrap(count: 40, meanBlockLength: 5, seed: 4)
        let later = bootstrap.indices(ofResample: 9)
        _ = again.indices(ofResample: 3)
        #expect(again.indices(ofResample: 9) == later)
        #expect(bootstrap.indices(ofResample: 8) != later)
        let other = try StationaryBootstrap(count: 40, meanBlockLength: 5, seed: 5)
        #expect(other.indices(ofResample: 9) != later)
    }

    @Test func drawsSinglePeriodsWithBlocksOfOne() throws {
        let bootstrap = try StationaryBootstrap(count: 1_000, meanBlockLength: 1, seed: 6)
        let indices = bootstrap.indices(ofResample: 0)
        let neighbours = zip(indices, indices.dropFirst()).count { $1 == $0 + 1 }
        #expect(neighbours < 10)
        let single = try StationaryBootstrap(count: 1, meanBlockLength: 1, seed: 6)
        #expect(single.indices(ofResample: 0) == [0])
    }

    @Test func refusesWhatCannotBeDrawn() {
        #expect(throws: ValidationError.tooFewReturns(count: 0, minimum: 1)) {
            try StationaryBootstrap(count: 0, meanBlockLength: 1, seed: 0)
        }
        for length in [0.99, 10.5, .infinity, -1] {
            #expect(throws: ValidationError.blockLengthOutOfRange(length, maximum: 10)) {
                try StationaryBootstrap(count: 10, meanBlockLength: length, seed: 0)
            }
        }
        #expect(throws: ValidationError.self) {
            try StationaryBootstrap(count: 10, meanBlockLength: .nan, seed: 0)
        }
    }
}
