extension ScalingReport {
    /// Where and when it was measured.
    public struct Machine: Sendable, Equatable, Codable {
        /// The processor's name.
        public let processor: String
        /// The number of processors the process could run on.
        public let processors: Int
        /// The width of the vectors the program was built for, in bits.
        public let vectorBits: Int
        /// The operating system and its version.
        public let operatingSystem: String
        /// The date, as it is to be shown.
        public let date: String

        /// Describes a machine.
        ///
        /// - Parameters:
        ///   - processor: The processor's name.
        ///   - processors: The number of processors the process could run on.
        ///   - vectorBits: The width of the vectors the program was built for, in bits.
        ///   - operatingSystem: The operating system and its version.
        ///   - date: The date, as it is to be shown.
        public init(
            processor: String,
            processors: Int,
            vectorBits: Int,
            operatingSystem: String,
            date: String
        ) {
            self.processor = processor
            self.processors = processors
            self.vectorBits = vectorBits
            self.operatingSystem = operatingSystem
            self.date = date
        }

        private enum CodingKeys: String, CodingKey {
            case processor
            case processors
            case vectorBits = "vector_bits"
            case operatingSystem = "operating_system"
            case date
        }
    }
}
