/// Greedy list scheduling of recorded blocks: whoever is free first takes the next one.
///
/// What a work-sharing loop does without interference: R. L. Graham, "Bounds on multiprocessing
/// timing anomalies", SIAM Journal on Applied Mathematics 17 (1969), who shows that no order takes
/// more than `2 - 1 / n` times as long as the best schedule on `n` workers. Blocks keep their
/// recorded durations whatever the number of workers: caches, memory bandwidth and clock rates that
/// workers would share are not simulated, so the speed-ups are optimistic.
///
/// The outcome depends on nothing but the input; sums run in the order of the blocks.
public struct ScheduleSimulation: Sendable, Equatable {
    /// The duration of every block in seconds, in the order in which they are handed out.
    public let blocks: [Double]
    /// Serial time before the first block, in seconds.
    public let serialSecondsBefore: Double
    /// Serial time after the last block, in seconds.
    public let serialSecondsAfter: Double
    /// What handing over a block costs the worker who takes it, in seconds; others need not wait.
    public let handOverSeconds: Double

    /// Checks and keeps the durations, all finite and from 0; NaN is refused.
    ///
    /// - Parameters:
    ///   - blocks: The duration of every block in seconds, in the order in which they are handed
    ///     out; none is fine.
    ///   - serialSecondsBefore: Serial time before the first block.
    ///   - serialSecondsAfter: Serial time after the last block.
    ///   - handOverSeconds: What handing over a block costs the worker who takes it.
    public init(
        blocks: [Double],
        serialSecondsBefore: Double = 0,
        serialSecondsAfter: Double = 0,
        handOverSeconds: Double = 0
    ) throws(ScalingError) {
        var named = blocks.enumerated().map { ("block \($0.offset + 1)", $0.element) }
        named.append(("serial time before the blocks", serialSecondsBefore))
        named.append(("serial time after the blocks", serialSecondsAfter))
        named.append(("cost of a hand-over", handOverSeconds))
        for (name, seconds) in named where !(seconds >= 0 && seconds.isFinite) {
            throw .unusableDuration(name: name, seconds: seconds)
        }
        self.blocks = blocks
        self.serialSecondsBefore = serialSecondsBefore
        self.serialSecondsAfter = serialSecondsAfter
        self.handOverSeconds = handOverSeconds
    }

    /// What the blocks take on one worker, hand-overs included, without the serial time.
    public var blockSeconds: Double { blocks.reduce(0) { $0 + (handOverSeconds + $1) } }

    /// The longest block in seconds, without its hand-over; 0 if there is none.
    public var longestBlockSeconds: Double { blocks.reduce(0, max) }

    /// A time that no schedule can beat: serial time, and `max(longest, total / n)` of the blocks
    /// with their hand-overs.
    ///
    /// - Parameter workers: The number of workers, at least 1.
    public func lowerBound(workers: Int) -> Double {
        precondition(workers >= 1, "a schedule needs at least one worker")
        let longest = blocks.reduce(0) { max($0, handOverSeconds + $1) }
        return around(max(longest, blockSeconds / Double(workers)))
    }

    /// Hands out all blocks.
    ///
    /// - Parameter workers: The number of workers, at least 1.
    /// - Complexity: O(b log n) for b blocks on n workers.
    public func outcome(workers: Int) -> ScheduleOutcome {
        precondition(workers >= 1, "a schedule needs at least one worker")
        var heap = WorkerHeap(workers: workers)
        for block in blocks { heap.occupyFirst(for: handOverSeconds + block) }
        return ScheduleOutcome(
            finishSeconds: heap.freeSeconds,
            makespan: around(heap.freeSeconds.reduce(0, max)),
            singleWorkerMakespan: around(blockSeconds)
        )
    }

    /// The serial time before and after some parallel time.
    private func around(_ seconds: Double) -> Double {
        serialSecondsBefore + seconds + serialSecondsAfter
    }
}
