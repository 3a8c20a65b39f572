import DataParallel
import Testing

@Suite struct LifetimeTests {
    @Test(arguments: workerCounts, [0, 1, 65, 10_000])
    func nothingLeaks(workers: Int, size: Int) {
        let ledger = Ledger()
        onPool(workers) {
            let entries = (0..<size).parallel.map { Ledger.Entry($0, ledger) }.collect()
            #expect(ledger.living == size)
            #expect(entries.parallel.map(\.value).sum() == size * (size - 1) / 2)
            let even = entries.parallel.filter { $0.value % 2 == 0 }.collect()
            #expect(even.count == (size + 1) / 2)
            let best = entries.parallel.max { $0.value < $1.value }
            #expect(best?.value == (size == 0 ? nil : size - 1))
            let list = entries.parallel.reduce(into: [Ledger.Entry]()) {
                $0.append($1)
            } combine: {
                $0 += $1
            }
            #expect(list.map(\.value) == Array(0..<size))
            let running = entries.parallel.inclusiveScan {
                Ledger.Entry($0.value + $1.value, ledger)
            }
            #expect(running.last?.value ?? 0 == size * (size - 1) / 2)
        }
        #expect(ledger.living == 0)
    }

    /// Results that another worker leaves behind have room in the loop's frame, or they do not.
    @Test(arguments: workerCounts, [1, 7, 8, 9, 40])
    func resultsOfAnySizeAreTakenOver(workers: Int, size: Int) {
        struct Wide {
            var values: (Ledger.Entry?, Ledger.Entry?, Int, Int, Int, Int, Int) =
                (nil, nil, 0, 0, 0, 0, 0)
            var count = 0
            var more: (Int, Int, Int) = (0, 0, 0)
        }
        let ledger = Ledger()
        onPool(workers) {
            let lists = (0..<2_000).parallel.unordered.grain(size).reduce(into: [Ledger.Entry]()) {
                $0.append(Ledger.Entry($1, ledger))
            } combine: {
                $0 += $1
            }
            #expect(lists.map(\.value) == Array(0..<2_000))
            let wide = (0..<2_000).parallel.unordered.grain(size).reduce(into: Wide()) {
                $0.values.0 = $0.values.0 ?? Ledger.Entry($1, ledger)
                $0.values.1 = Ledger.Entry($1, ledger)
                $0.count += 1
                $0.more.2 += $1
            } combine: {
                $0.values.0 = $0.values.0 ?? $1.values.0
                $0.values.1 = $1.values.1 ?? $0.values.1
                $0.count += $1.count
                $0.more.2 += $1.more.2
            }
            #expect(wide.values.0?.value == 0 && wide.values.1?.value == 1_999)
            #expect(wide.count == 2_000 && wide.more.2 == 1_999_000)
        }
        #expect(ledger.living == 0)
    }

    @Test(arguments: workerCounts, [1, 5_000, 9_999])
    func nothingLeaksAfterAnError(workers: Int, bad: Int) {
        let ledger = Ledger()
        onPool(workers) {
            let entries = (0..<10_000).parallel.throwing(Failed.self)
                .map { (index) throws(Failed) -> Ledger.Entry in
                    if index == bad { throw Failed(index: index) }
                    return Ledger.Entry(index, ledger)
                }
            #expect(throws: Failed(index: bad)) { try entries.collect() }
            #expect(throws: Failed(index: bad)) { try entries.grain(3).collect() }
            #expect(throws: Failed(index: bad)) { try entries.filter { _ in true }.collect() }
            #expect(throws: Failed(index: bad)) {
                try entries.reduce { $0.value < $1.value ? $0 : $1 }
            }
        }
        #expect(ledger.made > 0)
        #expect(ledger.living == 0)
    }

    @Test(arguments: workerCounts)
    func sortingKeepsEachElementOnce(workers: Int) {
        let ledger = Ledger()
        onPool(workers) {
            for size in [0, 1, 100, 20_000] {
                var entries = numbers(size).map { Ledger.Entry($0, ledger) }
                entries.parallelSort { $0.value < $1.value }
                #expect(entries.map(\.value) == numbers(size).sorted())
                entries.shuffle()
                entries.parallelSortUnstable { $0.value < $1.value }
                #expect(entries.map(\.value) == numbers(size).sorted())
                #expect(ledger.living == size)
                for limit in [0, 30, 3_000, 100_000] {
                    entries.shuffle()
                    let calls = Visits(1)
                    let compare: @Sendable (Ledger.Entry, Ledger.Entry) throws(Failed) -> Bool = {
                        (left, right) throws(Failed) in
                        calls.add(0)
                        if calls[0] > limit { throw Failed(index: 0) }
                        return left.value < right.value
                    }
                    try? entries.parallelSort(by: compare)
                    #expect(entries.map(\.value).sorted() == numbers(size).sorted())
                    try? entries.parallelSortUnstable(by: compare)
                    #expect(entries.map(\.value).sorted() == numbers(size).sorted())
                    #expect(ledger.living == size)
                }
            }
        }
        #expect(ledger.living == 0)
    }
}
