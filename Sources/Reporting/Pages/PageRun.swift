/// What a page says of how it came about.
public struct PageRun: Sendable {
    /// The command that runs it again.
    public let command: String
    /// The version of the program.
    public let version: String
    /// How long it took; nil says nothing of it.
    public let timing: Timing?

    /// Describes a run.
    public init(command: String, version: String, timing: Timing? = nil) {
        self.command = command
        self.version = version
        self.timing = timing
    }

    /// How long a study took, which differs from run to run.
    public struct Timing: Sendable {
        /// From the start to the end, in seconds.
        public let seconds: Double
        /// What all processors together worked for it, in seconds; nil if that is not known.
        public let processorSeconds: Double?
        /// How many workers there were.
        public let workers: Int
        /// How much an earlier run had finished.
        public let finishedBefore: Int

        /// Describes how long a study took.
        public init(
            seconds: Double,
            processorSeconds: Double?,
            workers: Int,
            finishedBefore: Int = 0
        ) {
            self.seconds = seconds
            self.processorSeconds = processorSeconds
            self.workers = workers
            self.finishedBefore = finishedBefore
        }

        /// For people.
        ///
        /// - Parameter unit: How many of what were finished in all; nil says nothing of that.
        func sentence(unit: (count: Int, name: String)?) -> String {
            let length = max(seconds, 1e-9)
            var text =
                "Took \(Format.seconds(seconds)) with \(Format.counted(workers, "worker"))"
            if let (count, name) = unit {
                let rate = Int(Double(count - finishedBefore) / length)
                text += ": \(Format.count(rate)) \(name) a second"
            }
            if let busy = processorSeconds {
                text +=
                    "; \(Format.seconds(busy)) of processor time,"
                    + " \(Format.fixed(busy / length, decimals: 2)) processors busy on average"
            }
            if finishedBefore > 0 {
                text += "; \(Format.count(finishedBefore)) were finished by an earlier run"
            }
            return text + "."
        }
    }
}
