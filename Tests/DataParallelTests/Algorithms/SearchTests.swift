import DataParallel
import Testing

@Suite struct SearchTests {
    @Test(arguments: workerCounts, sizes)
    func equalsTheStandardLibrary(workers: Int, size: Int) {
        let input = numbers(size)
        onPool(workers) {
            #expect(input.parallel.count { $0 % 7 == 1 } == input.count { $0 % 7 == 1 })
            for wanted in [0, 17, 999, 1_000] {
                let indices = input.parallel.enumerated()
                #expect(
                    indices.first { $0.element == wanted }?.offset
                        == input.firstIndex(of: wanted)
                )
                #expect(input.parallel.contains { $0 == wanted } == input.contains(wanted))
                #expect(
                    input.parallel.allSatisfy { $0 != wanted } == input.allSatisfy { $0 != wanted }
                )
                #expect(
                    input.parallel.flatMap { [$0, $0 + 1] }.first { $0 == wanted }
                        == input.flatMap { [$0, $0 + 1] }.first { $0 == wanted }
                )
            }
        }
    }

    @Test(arguments: workerCounts)
    func aMatchBelowAnErrorWins(workers: Int) throws {
        try onPool(workers) {
            let throwing = (0..<10_000).parallel.grain(3).throwing(Failed.self)
            let found = try throwing.first { (number) throws(Failed) in
                if number >= 5_001 { throw Failed(index: number) }
                return number == 5_000
            }
            #expect(found == 5_000)
            #expect(throws: Failed(index: 4_999)) {
                try throwing.contains { (number) throws(Failed) in
                    if number == 4_999 { throw Failed(index: number) }
                    return number >= 5_000
                }
            }
        }
    }

    @Test(arguments: workerCounts)
    func stopsEarly(workers: Int) {
        let visits = Visits(100_000)
        onPool(workers) {
            let found = (0..<100_000).parallel.grain(10).first { number in
                visits.add(number)
                return number % 100 == 3
            }
            #expect(found == 3)
        }
        let visited = (0..<100_000).count { visits[$0] > 0 }
        #expect(visited < 100_000)
        #expect((0...3).allSatisfy { visits[$0] == 1 })
    }
}
