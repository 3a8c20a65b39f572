/// A body of the map and sum cases.
package enum Body: String, CaseIterable, Sendable {
    /// x * 2 + 1.
    case tiny
    /// 20 square roots.
    case medium
    /// As many square roots as the index is far: from 0 to 39.
    case skewed
}

/// The serial loops that every Swift runtime is measured against.
package enum Serial {
    package static func map(_ body: Body, _ input: [Double]) -> [Double] {
        let n = input.count
        switch body {
        case .tiny: return mapped(input) { tiny($1) }
        case .medium: return mapped(input) { roots($1, 20) }
        case .skewed: return mapped(input) { roots($1, $0 * 40 / n) }
        }
    }

    /// The fastest serial map: `Array.map` with small bodies takes three times as long.
    @inlinable @inline(__always)
    static func mapped(_ input: [Double], _ body: (Int, Double) -> Double) -> [Double] {
        Array(unsafeUninitializedCapacity: input.count) { slots, count in
            for i in input.indices { slots.initializeElement(at: i, to: body(i, input[i])) }
            count = input.count
        }
    }

    package static func sum(_ body: Body, _ input: [Double]) -> Double {
        let n = input.count
        var total = 0.0
        switch body {
        case .tiny: for x in input { total += tiny(x) }
        case .medium: for x in input { total += roots(x, 20) }
        case .skewed: for i in input.indices { total += roots(input[i], i * 40 / n) }
        }
        return total
    }

    package static func update(_ data: inout [Double]) {
        for i in data.indices { data[i] = halve(data[i]) }
    }
}

/// The parallel loops of a runtime at one number of threads.
package struct ParallelLoops {
    let threads: Int
    let map: (Body, [Double]) -> [Double]
    let sum: (Body, [Double]) -> Double
    let update: (inout [Double]) -> Void

    package init(
        threads: Int,
        map: @escaping (Body, [Double]) -> [Double],
        sum: @escaping (Body, [Double]) -> Double,
        update: @escaping (inout [Double]) -> Void
    ) {
        self.threads = threads
        self.map = map
        self.sum = sum
        self.update = update
    }
}

/// Maps, sums and updates of 1,000,000 and 10,000,000 items; the last loops give the checksums.
package func loopCases(_ options: Options, _ loops: [ParallelLoops]) {
    for n in options.sizes {
        let input = inputData(n)
        for body in Body.allCases {
            var name = "map-\(body)-\(n)"
            if options.wants(name) {
                var variants = [Variant(0, { consume(Serial.map(body, hide(input))) })]
                for loop in loops {
                    variants.append(Variant(loop.threads, { consume(loop.map(body, hide(input))) }))
                }
                compare(options, name, variants)
                report(name, 0, "checksum", loops.last!.map(body, input).reduce(0, +))
            }
            name = "sum-\(body)-\(n)"
            if options.wants(name) {
                var variants = [Variant(0, { consume(Serial.sum(body, hide(input))) })]
                for loop in loops {
                    variants.append(Variant(loop.threads, { consume(loop.sum(body, hide(input))) }))
                }
                compare(options, name, variants)
                report(name, 0, "checksum", loops.last!.sum(body, input))
            }
        }
        let name = "update-tiny-\(n)"
        if options.wants(name) {
            var serial = input
            var variants = [Variant(0, { Serial.update(&serial) })]
            for loop in loops {
                var data = input
                variants.append(Variant(loop.threads, { loop.update(&data) }))
            }
            compare(options, name, variants)
            var data = input
            loops.last!.update(&data)
            report(name, 0, "checksum", data.reduce(0, +))
        }
    }
}

/// Fork-join with a join at every call; `fib` computes it in parallel.
package func forkJoinCase(
    _ options: Options,
    _ n: Int,
    _ runtimes: [(threads: Int, fib: (Int) -> Int)]
) {
    let name = "fib\(n)"
    guard options.wants(name) else { return }
    let joins = Double(fibSerial(n + 1)) - 1
    var variants = [Variant(0, { consume(fibSerial(hide(n))) })]
    for (threads, fib) in runtimes {
        variants.append(Variant(threads, { consume(fib(hide(n))) }))
    }
    let medians = compare(options, name, variants)
    for (threads, median) in zip([0] + runtimes.map(\.threads), medians) {
        report(name, threads, "ns-per-join", median * 1e6 / joins)
    }
    report(name, 0, "checksum", Double(runtimes.last!.fib(n)))
}

/// The sizes of the small maps and sums.
package let smallSizes = [0, 1, 10, 100, 1_000]

extension Calls {
    package static func serialMap(_ input: [Double]) -> Calls {
        Calls(0, { consume(Serial.map(.tiny, hide(input))) })
    }

    package static func serialSum(_ input: [Double]) -> Calls {
        Calls(
            0,
            {
                var total = 0.0
                for x in hide(input) { total += tiny(x) }
                consume(total)
            }
        )
    }
}
