/// What keeps measurements from being used or a law from being fitted.
public enum ScalingError: Error, Equatable, CustomStringConvertible {
    /// There is nothing to report.
    case noMeasurements
    /// A thread count without a single run.
    case noRuns(threads: Int)
    /// A count of threads, processors or workers below 1.
    case countBelowOne(name: String, value: Int)
    /// A duration that is not a number, infinite, or too small for what it is.
    case unusableDuration(name: String, seconds: Double)
    /// Two measurements of the same thread count.
    case repeatedThreadCount(Int)
    /// Fewer distinct counts than a law has parameters.
    case tooFewCounts(law: String, distinct: Int, needed: Int)
    /// No time on one worker, to which a law's speed-ups are relative.
    case noSingleWorker(law: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .noMeasurements:
            "there is no measurement to report; measure at least one thread count"
        case .noRuns(let threads):
            "no run with \(threads) threads; measure every thread count at least once"
        case .countBelowOne(let name, let value):
            "\(name): \(value) is too small; give at least 1"
        case .unusableDuration(let name, let seconds):
            "\(name): \(seconds) s is not a usable duration; it must be finite and, for a whole"
                + " run, above 0: give the run more work if the clock is too coarse for it"
        case .repeatedThreadCount(let threads):
            "\(threads) threads are measured twice; put all runs of a thread count into one"
                + " measurement"
        case .tooFewCounts(let law, let distinct, let needed):
            "\(law) needs times at \(needed) distinct counts, and there are \(distinct); measure"
                + " more thread counts, on a machine with more processors if need be"
        case .noSingleWorker(let law):
            "\(law) is about the speed-up over one worker, whose time is missing; measure 1"
                + " thread, too"
        }
    }
}
