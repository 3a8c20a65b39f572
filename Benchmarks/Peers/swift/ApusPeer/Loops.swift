import DataParallel
import PeerSupport

extension ThreadPool {
    /// The loops as a user of the library writes them.
    var loops: ParallelLoops {
        ParallelLoops(
            threads: workerCount,
            map: { body, input in
                self.run {
                    let n = input.count
                    switch body {
                    case .tiny:
                        return input.parallel.map { tiny($0) }.collect()
                    case .medium:
                        return input.parallel.map { roots($0, 20) }.collect()
                    case .skewed:
                        return (0..<n).parallel.map { roots(input[$0], $0 * 40 / n) }.collect()
                    }
                }
            },
            sum: { body, input in
                self.run {
                    let n = input.count
                    switch body {
                    case .tiny:
                        return input.parallel.map { tiny($0) }.sum()
                    case .medium:
                        return input.parallel.map { roots($0, 20) }.sum()
                    case .skewed:
                        return (0..<n).parallel.map { roots(input[$0], $0 * 40 / n) }.sum()
                    }
                }
            },
            update: { data in self.run { data.parallelMapInPlace { halve($0) } } }
        )
    }

    /// `outer` x `inner` tasks, each of so many steps.
    func nestedTasks(_ outer: Int, _ inner: Int, _ steps: Int) -> UInt64 {
        run {
            (0..<outer).parallel.map { i in
                (0..<inner).parallel.map { j in spin(steps, i * inner + j) }.reduce(0) { $0 &+ $1 }
            }
            .reduce(0) { $0 &+ $1 }
        }
    }

    /// A task of each length.
    func unevenTasks(_ lengths: [Int]) -> UInt64 {
        run { lengths.indices.parallel.map { spin(lengths[$0], $0) }.reduce(0) { $0 &+ $1 } }
    }
}
