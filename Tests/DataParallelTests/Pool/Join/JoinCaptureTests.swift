import DataParallel
import Testing

/// The body that may be stolen is handed over as two words that point into the caller's frame:
/// whatever it captures, it must find there, and whatever it writes must be seen afterwards.
@Suite(.timeLimit(.minutes(30))) struct JoinCaptureTests {
    private let rounds = 200

    private func pools() -> [(ThreadPool, Bool)] {
        workerCounts.flatMap { workers in
            let pool = ThreadPool(workerCount: workers)
            return workers == 1 ? [(pool, false)] : [(pool, false), (pool, true)]
        }
    }

    /// Joins with `b` surely stolen, or as it comes.
    private func either<A, B, E: Error>(
        _ stolen: Bool,
        _ pool: ThreadPool,
        _ a: () throws(E) -> A,
        _ b: () throws(E) -> B
    ) throws(E) -> (A, B) {
        if stolen { return try joinStolen(on: pool, a, b) }
        return try pool.join(a, b)
    }

    @Test func writesToCapturedVariables() {
        for (pool, stolen) in pools() {
            var left = 0
            var right = 0
            var text = ""
            for round in 0..<rounds {
                _ = either(
                    stolen,
                    pool,
                    { left += round },
                    {
                        right += 2 * round
                        text = "\(right)"
                    }
                )
                #expect(right == 2 * left)
                #expect(text == "\(right)")
            }
        }
    }

    @Test func growsCapturedArrays() {
        for (pool, stolen) in pools() {
            var left: [Int] = []
            var right: [String] = []
            for round in 0..<rounds {
                _ = either(stolen, pool, { left.append(round) }, { right.append("\(round)") })
            }
            #expect(left == Array(0..<rounds))
            #expect(right == (0..<rounds).map(String.init))
        }
    }

    @Test func capturesNothing() {
        for (pool, stolen) in pools() {
            for _ in 0..<rounds {
                let (a, b) = either(stolen, pool, { 1 }, { 2 })
                #expect((a, b) == (1, 2))
            }
        }
    }

    @Test func capturesManyWordsOfManyKinds() {
        struct Large {
            var numbers = (1, 2.5, UInt8(3), 4, 5, 6, 7, 8, 9)
            var name: String? = "large"
            var rest: [String: [Int]] = ["one": [1]]
        }
        enum Shape { case none, some(Int, any Sendable), many([Int]) }
        for (pool, stolen) in pools() {
            for round in 0..<rounds {
                let large = Large()
                let shape = round % 2 == 0 ? Shape.some(round, "any") : .many([round])
                let any: any Equatable & Sendable = round
                let byte = UInt8(truncatingIfNeeded: round)
                let fraction = Float(round)
                let function: (Int) -> Int = { $0 + round }
                let (a, b) = either(
                    stolen,
                    pool,
                    { large.numbers.0 + large.rest["one", default: []].count },
                    { () -> (String, Int, Float) in
                        let number =
                            switch shape {
                            case .none: 0
                            case .some(let number, let text): number + ("\(text)" == "any" ? 0 : 1)
                            case .many(let numbers): numbers.reduce(0, +)
                            }
                        return (
                            (large.name ?? "") + "\(any)",
                            number + function(1) + Int(byte),
                            fraction + Float(large.numbers.1)
                        )
                    }
                )
                #expect(a == 2)
                #expect(b.0 == "large\(round)")
                #expect(b.1 == 2 * round + 1 + round % 256)
                #expect(b.2 == Float(round) + 2.5)
            }
        }
    }

    /// `inout` parameters are captured by address.
    @Test func writesThroughInoutParameters() {
        func addAndAppend(
            _ number: inout Int,
            _ numbers: inout [Int],
            _ stolen: Bool,
            _ pool: ThreadPool
        ) {
            _ = either(stolen, pool, { number += 1 }, { numbers.append(numbers.count) })
        }
        for (pool, stolen) in pools() {
            var number = 0
            var numbers: [Int] = []
            for _ in 0..<rounds { addAndAppend(&number, &numbers, stolen, pool) }
            #expect(number == rounds)
            #expect(numbers == Array(0..<rounds))
        }
    }

    @Test func writesThroughPointers() {
        for (pool, stolen) in pools() {
            var numbers = Array(repeating: 0, count: 1_000)
            numbers.withUnsafeMutableBufferPointer { buffer in
                for _ in 0..<rounds {
                    _ = either(
                        stolen,
                        pool,
                        { for index in 0..<500 { buffer[index] += 1 } },
                        { for index in 500..<1_000 { buffer[index] += 1 } }
                    )
                }
            }
            #expect(numbers.allSatisfy { $0 == rounds })
        }
    }

    @Test func capturesGenericValues() {
        func pair<T, U: Equatable>(
            _ first: T,
            _ second: U,
            _ stolen: Bool,
            _ pool: ThreadPool
        ) -> ([T], U?) {
            either(stolen, pool, { [first, first] }, { Optional(second) })
        }
        for (pool, stolen) in pools() {
            for round in 0..<rounds {
                let (numbers, text) = pair(round, "\(round)", stolen, pool)
                #expect(numbers == [round, round])
                #expect(text == "\(round)")
                let (texts, none) = pair("text", Int?.none, stolen, pool)
                #expect(texts == ["text", "text"])
                #expect(none == .some(nil))
                let (_, wide) = pair((), SIMD8<Double>(repeating: 0.5), stolen, pool)
                #expect(wide == SIMD8(repeating: 0.5))
            }
        }
    }

    @Test func throwsFromCapturingClosures() {
        for (pool, stolen) in pools() {
            var log: [String] = []
            for round in 0..<rounds {
                let name = "\(round)"
                do throws(Failure) {
                    let (_, text) = try either(
                        stolen,
                        pool,
                        { () throws(Failure) -> Int in round },
                        { () throws(Failure) -> String in
                            if round % 3 == 0 { throw Failure(name) }
                            return name
                        }
                    )
                    log.append(text)
                } catch {
                    log.append(error.name)
                }
            }
            #expect(log == (0..<rounds).map(String.init))
        }
    }

    /// What was written before the join is seen by both bodies; between joins the same variables
    /// change hands.
    @Test func passesVariablesBackAndForth() {
        for (pool, stolen) in pools() {
            var number = 0
            for round in 0..<rounds {
                number += 1
                var seen = 0
                _ = either(stolen, pool, {}, { seen = number })
                #expect(seen == number)
                _ = either(stolen, pool, {}, { number += seen % 2 })
                #expect(number == seen + seen % 2)
                number = round
            }
        }
    }

    /// Frames that are left early must not leave anything of theirs in the pool.
    @Test func returnsFromWithinNestedFrames() {
        func find(_ range: Range<Int>, _ wanted: Int) -> Int? {
            if range.count == 1 { return range.lowerBound == wanted ? wanted : nil }
            let middle = (range.lowerBound + range.upperBound) / 2
            var right: Int?
            let (left, _) = join(
                { find(range.lowerBound..<middle, wanted) },
                { right = find(middle..<range.upperBound, wanted) }
            )
            return left ?? right
        }
        for (pool, _) in pools() {
            for wanted in 0..<64 { #expect(pool.run { find(0..<64, wanted) } == wanted) }
        }
    }
}
