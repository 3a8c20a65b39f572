import ConcurrencyTestSupport
import DataParallel
import Testing

@Suite struct CollectTests {
    @Test(arguments: workerCounts, sizes)
    func mapsInOrder(workers: Int, size: Int) {
        let input = numbers(size)
        onPool(workers) {
            #expect(input.parallel.map { $0 * 3 }.collect() == input.map { $0 * 3 })
            #expect(
                (5..<(5 + size)).parallel.map { $0 * $0 }.collect()
                    == (5..<(5 + size)).map { $0 * $0 }
            )
            #expect(Array(input.parallel.map { -$0 }) == input.map { -$0 })
            #expect(input[...].parallel.collect() == input)
            #expect(ContiguousArray(input).parallel.collect() == input)
            #expect(input.reversed().parallel.collect() == input.reversed())
            #expect(input.withUnsafeBufferPointer { $0.parallel.collect() } == input)
        }
    }

    @Test(arguments: workerCounts, sizes)
    func filtersInOrder(workers: Int, size: Int) {
        let input = numbers(size)
        onPool(workers) {
            #expect(
                input.parallel.filter { $0 % 3 == 0 }.collect() == input.filter { $0 % 3 == 0 }
            )
            let compact = input.parallel.map { $0 + 1 }
                .compactMap { (number: Int) -> String? in number % 2 == 0 ? "\(number)" : nil }
            let strings = input.filter { $0 % 2 == 1 }.map { "\($0 + 1)" }
            #expect(compact.collect() == strings)
            let flat = input.parallel.flatMap { 0..<($0 % 4) }.map { $0 * 2 }.filter { $0 > 0 }
            let expected: [Int] = input.flatMap { Array(0..<($0 % 4)) }.map { $0 * 2 }
            #expect(flat.collect() == expected.filter { $0 > 0 })
            #expect(Array(input.parallel.filter { $0 > 500 }) == input.filter { $0 > 500 })
        }
    }

    @Test(arguments: workerCounts, sizes)
    func combinesStages(workers: Int, size: Int) {
        let input = numbers(size)
        let other = decimals(size / 2 + 1)
        onPool(workers) {
            let pairs = input.parallel.enumerated().map { $0.offset * 1_000 + $0.element }.collect()
            #expect(pairs == input.enumerated().map { $0.offset * 1_000 + $0.element })
            let zipped = input.parallel.zip(with: other).map { Double($0) * $1 }.collect()
            #expect(zipped == zip(input, other).map { Double($0) * $1 })
            let twice = input.parallel.map { $0 + 1 }.zip(with: (0..<size).parallel.map { $0 * 2 })
            #expect(twice.map { $0 - $1 }.collect() == zip(input, 0..<size).map { $0 + 1 - $1 * 2 })
            let chunks = input.parallel.map { $0 + 1 }.chunks(ofCount: 7).collect()
            #expect(chunks.map(\.count).allSatisfy { $0 <= 7 })
            #expect(chunks.dropLast().allSatisfy { $0.count == 7 })
            #expect(Array(chunks.joined()) == input.map { $0 + 1 })
            let slices = input.parallelChunks(ofCount: 64).map { $0.reduce(0, +) }.collect()
            #expect(slices.count == (size + 63) / 64)
            #expect(slices.reduce(0, +) == input.reduce(0, +))
        }
    }

    @Test(arguments: workerCounts, [1, 3, 64, 1_000_000])
    func takesAGrain(workers: Int, grain: Int) {
        let input = numbers(1_000)
        onPool(workers) {
            #expect(input.parallel.grain(grain).map { $0 * 3 }.collect() == input.map { $0 * 3 })
            #expect(
                input.parallel.filter { $0 > 500 }.grain(grain).collect()
                    == input.filter { $0 > 500 }
            )
        }
    }

    @Test(arguments: workerCounts)
    func visitsEachElementOnce(workers: Int) {
        let size = 10_000
        let visits = Visits(size)
        onPool(workers) {
            (0..<size).parallel.forEach { visits.add($0) }
            (0..<size).parallel.grain(7).forEach { visits.add($0) }
            (0..<size).parallel.filter { $0 % 2 == 0 }.forEach { visits.add($0) }
        }
        #expect((0..<size).allSatisfy { visits[$0] == ($0 % 2 == 0 ? 3 : 2) })
    }

    @Test(arguments: workerCounts)
    func keepsOrderWhenCostsVary(workers: Int) {
        onPool(workers) {
            let results = (0..<2_000).parallel.map { spin($0 % 37 == 0 ? 3_000 : 1) }.collect()
            #expect(results == (0..<2_000).map { spin($0 % 37 == 0 ? 3_000 : 1) })
            let late = (0..<3_000).parallel.map { spin($0 / 4) }.collect()
            #expect(late == (0..<3_000).map { spin($0 / 4) })
        }
    }

    @Test(arguments: workerCounts)
    func nests(workers: Int) {
        onPool(workers) {
            let rows = (0..<100).parallel.map { row in
                (0..<100).parallel.map { row * $0 }.sum()
            }.collect()
            #expect(rows == (0..<100).map { row in row * 4_950 })
        }
    }
}

/// Counts calls by index.
final class Visits: Sendable {
    private let counts: Locked<[Int]>

    init(_ size: Int) { counts = Locked(Array(repeating: 0, count: size)) }

    func add(_ index: Int) { counts.withLock { $0[index] += 1 } }

    subscript(index: Int) -> Int { counts.withLock { $0[index] } }
}
