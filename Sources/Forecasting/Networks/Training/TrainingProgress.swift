/// How far the training of a network has come.
public struct TrainingProgress: Sendable, Equatable {
    /// Steps that were made.
    public let finished: Int
    /// Steps that will be made unless training ends early.
    public let total: Int
    /// The mean loss of the last step's batch.
    public let loss: Double
}
