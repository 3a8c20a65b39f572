import DataParallel
import Testing

@Suite struct ReduceTests {
    @Test(arguments: workerCounts, sizes)
    func equalsTheStandardLibrary(workers: Int, size: Int) {
        let input = numbers(size)
        onPool(workers) {
            #expect(input.parallel.sum() == input.reduce(0, +))
            #expect(input.parallel.reduce(5) { $0 + $1 } == input.reduce(5, +))
            let text = input.parallel.map { String($0) }.reduce("<") { $0 + $1 }
            #expect(text == input.map { String($0) }.reduce("<", +))
            #expect(input.parallel.min() == input.min())
            #expect(input.parallel.max() == input.max())
            let some = input.parallel.filter { $0 % 5 == 2 }.reduce { $0 + $1 }
            #expect(some ?? 0 == input.filter { $0 % 5 == 2 }.reduce(0, +))
            let digits = input.parallel.reduce(into: [:]) { (counts: inout [Int: Int], number) in
                counts[number % 10, default: 0] += 1
            } combine: {
                $0.merge($1, uniquingKeysWith: +)
            }
            #expect(digits == input.reduce(into: [:]) { $0[$1 % 10, default: 0] += 1 })
            let list = input.parallel.reduce(into: [Int]()) {
                $0.append($1)
            } combine: {
                $0 += $1
            }
            #expect(list == input)
        }
    }

    @Test(arguments: workerCounts, sizes)
    func prefersTheFirstOfEqualElements(workers: Int, size: Int) {
        let input = numbers(size).enumerated().map { Tagged(key: $0.element / 100, tag: $0.offset) }
        onPool(workers) {
            #expect(
                input.parallel.min { $0.key < $1.key } == input.min { $0.key < $1.key }
            )
            #expect(
                input.parallel.max { $0.key < $1.key } == input.max { $0.key < $1.key }
            )
        }
    }

    @Test(arguments: sizes)
    func floatingPointSumsHaveTheSameBits(size: Int) {
        let input = decimals(size)
        #expect(Set(onEveryPool { input.parallel.sum().bitPattern }).count == 1)
        #expect(Set(onEveryPool { input.parallel.grain(10).sum().bitPattern }).count == 1)
        #expect(
            Set(onEveryPool { input.parallel.filter { $0 > -1e9 }.sum().bitPattern }).count == 1
        )
        #expect(
            Set(onEveryPool { input.parallel.reduce(0.1) { $0 + $1 }.bitPattern }).count == 1
        )
        let expected = treeSum(input, chunk: max(256, (size + 2_047) / 2_048)).bitPattern
        #expect(onEveryPool { input.parallel.sum().bitPattern }.allSatisfy { $0 == expected })
        let scans = onEveryPool { input.parallel.inclusiveScan { $0 + $1 }.map(\.bitPattern) }
        #expect(Set(scans).count == 1)
    }

    @Test(arguments: [1, 2, 255, 256, 257, 700, 1_000])
    func heavyElementsHaveTheSameBits(size: Int) {
        let input = decimals(size)
        let heavy = onEveryPool { input.parallel.map { $0 + spin(2_000) }.sum().bitPattern }
        let expected = treeSum(input.map { $0 + spin(2_000) }, chunk: 256).bitPattern
        #expect(heavy.allSatisfy { $0 == expected })
        let some = onEveryPool {
            input.parallel.map { $0 + spin(2_000) }.filter { $0 > 0 }.reduce { $0 + $1 }
        }
        #expect(Set(some.map { $0?.bitPattern }).count == 1)
    }

    @Test(arguments: workerCounts)
    func sumsInAnyOrderIfAsked(workers: Int) {
        let input = numbers(100_000)
        onPool(workers) {
            #expect(input.parallel.unordered.sum() == input.reduce(0, +))
            #expect(input.parallel.filter { $0 > 3 }.unordered.max() == input.max())
        }
    }

    @Test(arguments: workerCounts, sizes)
    func scans(workers: Int, size: Int) {
        let input = numbers(size)
        var inclusive: [Int] = []
        var exclusive: [Int] = []
        var total = 0
        for number in input {
            exclusive.append(total + 7)
            total += number
            inclusive.append(total)
        }
        onPool(workers) {
            #expect(input.parallel.inclusiveScan { $0 + $1 } == inclusive)
            #expect(input.parallel.exclusiveScan(7) { $0 + $1 } == exclusive)
            #expect(input.parallel.grain(9).exclusiveScan(7) { $0 + $1 } == exclusive)
        }
        if size <= 1_000 {
            let words = input.map { String($0) }
            let joined = onPool(workers) { words.parallel.grain(10).inclusiveScan { $0 + $1 } }
            #expect(joined == words.indices.map { words[...$0].joined() })
        }
    }

    /// What the documentation promises, written plainly.
    private func treeSum(_ input: [Double], chunk: Int) -> Double {
        func sum(_ lower: Int, _ upper: Int) -> Double {
            if upper - lower == 1 {
                let end = min((lower + 1) * chunk, input.count)
                return input[(lower * chunk)..<end].reduce(0, +)
            }
            // The largest power of two that is less than the number of chunks.
            var half = 1
            while half * 2 < upper - lower { half *= 2 }
            let middle = lower + half
            return sum(lower, middle) + sum(middle, upper)
        }
        return input.isEmpty ? 0 : sum(0, (input.count + chunk - 1) / chunk)
    }
}

struct Tagged: Equatable, Sendable {
    let key: Int
    let tag: Int
}
