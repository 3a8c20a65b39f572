/// The memory of training: windows of two batches, one of which is computed on while the other is gathered, the
/// gradients of each piece of a batch, and workspaces for the pieces that run at a time.
///
/// `@unchecked Sendable`: each piece's windows, gradients and loss are written by one piece of work.
final class Batches: @unchecked Sendable {
    let plan: MicroBatches
    let workspaces: Pool<Workspace<Float>>
    /// Memory for the blocks of a validation.
    let validation: Pool<Block>
    /// Of the parameters, by piece.
    let gradients: [GradientMemory]
    /// The sum of the loss over the samples of each piece.
    let losses: UnsafeMutablePointer<Double>
    /// The step whose windows are there.
    var prepared: Int?
    private let windows: [WindowMemory<Float>]

    init(_ trainer: Trainer) {
        let network = trainer.network
        let plan = MicroBatches(batchSize: trainer.settings.batchSize, network)
        self.plan = plan
        workspaces = Pool { Workspace(network, capacity: plan.capacity, trains: true) }
        let (channels, horizon) = (trainer.train.channelsPerSample, trainer.train.horizon)
        validation = Pool {
            Block(network, channelsPerSample: channels, targetWidth: horizon * channels)
        }
        gradients = (0..<plan.count).map { _ in GradientMemory(network.parameterCount) }
        losses = .allocate(capacity: plan.count)
        losses.initialize(repeating: 0, count: plan.count)
        windows = (0..<2).map { _ in
            WindowMemory(
                capacity: trainer.settings.batchSize,
                inputWidth: network.input.width,
                targetWidth: trainer.train.horizon * trainer.train.channelsPerSample,
                channelsPerSample: trainer.train.channelsPerSample
            )
        }
    }

    deinit { losses.deallocate() }

    /// The windows of a step from a row on: of every other step in the same memory.
    func windows(of step: Int, from row: Int) -> Windows<Float> {
        windows[step & 1].windows(from: row)
    }
}

/// The memory of some samples that nothing is learned from.
struct Block: Sendable {
    let workspace: Workspace<Float>
    let memory: WindowMemory<Float>

    /// - Parameter targetWidth: Numbers of what follows each window; 0 where it is not wanted.
    init(_ network: Network<Float>, channelsPerSample: Int, targetWidth: Int) {
        let length = MicroBatches.inferenceLength(network)
        workspace = Workspace(network, capacity: length, trains: false)
        memory = WindowMemory(
            capacity: length,
            inputWidth: 0,
            targetWidth: targetWidth,
            channelsPerSample: channelsPerSample
        )
    }

    /// The samples' windows, whose inputs are gathered into the workspace.
    var windows: Windows<Float> { memory.windows(inputs: workspace.values) }
}

/// The gradients of all parameters.
///
/// `@unchecked Sendable`: whoever runs a piece is the only one to touch its gradients meanwhile.
final class GradientMemory: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Float>

    init(_ count: Int) {
        pointer = .allocate(capacity: count + Rows.slack)
        pointer.initialize(repeating: 0, count: count + Rows.slack)
    }

    deinit { pointer.deallocate() }
}
