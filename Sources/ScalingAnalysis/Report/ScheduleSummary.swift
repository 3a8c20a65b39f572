/// What a simulation was given, in a few figures.
public struct ScheduleSummary: Sendable, Equatable, Codable {
    /// The number of blocks.
    public let blocks: Int
    /// Their durations in sum, in seconds, hand-overs included.
    @Figure public private(set) var blockSeconds: Double
    /// The longest block, in seconds.
    @Figure public private(set) var longestBlockSeconds: Double
    /// Serial time before and after the blocks, in seconds.
    @Figure public private(set) var serialSeconds: Double
    /// What each hand-over of a block costs, in seconds.
    @Figure public private(set) var handOverSeconds: Double

    init(_ simulation: ScheduleSimulation) {
        blocks = simulation.blocks.count
        blockSeconds = simulation.blockSeconds
        longestBlockSeconds = simulation.longestBlockSeconds
        serialSeconds = simulation.serialSecondsBefore + simulation.serialSecondsAfter
        handOverSeconds = simulation.handOverSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case blocks
        case blockSeconds = "block_seconds"
        case longestBlockSeconds = "longest_block_seconds"
        case serialSeconds = "serial_seconds"
        case handOverSeconds = "hand_over_seconds"
    }
}
