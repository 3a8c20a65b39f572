extension ScalingReport {
    /// What every run had to do, the same at every number of threads.
    public struct Workload: Sendable, Equatable, Codable {
        /// An amount of work in one run, for example 58,320 candidates.
        public struct Amount: Sendable, Equatable, Codable {
            /// What is counted, in the plural: `candidates`, `candidate-bars`.
            public let unit: String
            /// How many there are in one run.
            @Figure public private(set) var count: Double

            /// An amount of work.
            ///
            /// - Parameters:
            ///   - unit: What is counted, in the plural.
            ///   - count: How many there are in one run; NaN if that is not known.
            public init(unit: String, count: Double) {
                self.unit = unit
                self.count = count
            }
        }

        /// The suite's name.
        public let suite: String
        /// What is done, in a sentence.
        public let description: String
        /// The amounts that rates are computed from.
        public let amounts: [Amount]

        /// Describes a workload.
        ///
        /// - Parameters:
        ///   - suite: The suite's name.
        ///   - description: What is done, in a sentence.
        ///   - amounts: The amounts of work in one run.
        public init(suite: String, description: String, amounts: [Amount]) {
            self.suite = suite
            self.description = description
            self.amounts = amounts
        }
    }
}
