/// How a simulated schedule went.
public struct ScheduleOutcome: Sendable, Equatable {
    /// When each worker finished its last block, in seconds after the first was handed out; 0 for
    /// a worker who got none.
    public let finishSeconds: [Double]
    /// The whole time in seconds, serial time included.
    public let makespan: Double
    /// The same on one worker, hand-overs included.
    public let singleWorkerMakespan: Double

    init(finishSeconds: [Double], makespan: Double, singleWorkerMakespan: Double) {
        self.finishSeconds = finishSeconds
        self.makespan = makespan
        self.singleWorkerMakespan = singleWorkerMakespan
    }

    /// The number of workers.
    public var workers: Int { finishSeconds.count }

    /// The speed-up over one worker; 1 if there is nothing to do, which takes no time on either.
    public var speedup: Double {
        makespan == singleWorkerMakespan ? 1 : singleWorkerMakespan / makespan
    }

    /// The speed-up for each worker: 1 when all are of use all the time.
    public var efficiency: Double { speedup / Double(workers) }

    /// How long workers wait for the last one to finish, summed over the workers, in seconds.
    public var tailIdleSeconds: Double {
        let end = finishSeconds.reduce(0, max)
        return finishSeconds.reduce(0) { $0 + (end - $1) }
    }

    /// The same as a share of the workers' time from the first block to the end of the last; 0 if
    /// there are no blocks.
    public var tailIdleShare: Double {
        let end = finishSeconds.reduce(0, max)
        return end > 0 ? tailIdleSeconds / (end * Double(workers)) : 0
    }
}
