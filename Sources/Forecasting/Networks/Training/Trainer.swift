import DataParallel
import _MatrixProducts

/// Trains a network: micro-batches in parallel, their gradients added up in a fixed tree, one step of
/// the optimiser at a time.
///
/// The parameters after any number of steps follow from the data, the settings and the seed alone.
struct Trainer: Sendable {
    let model: String
    let network: Network<Float>
    let folding: (any ParameterFolding)?
    let settings: TrainingSettings
    let train: WindowSource
    let validation: WindowSource?
    /// What MASE divides the errors of each channel by.
    let channelScales: [Double]
    let parallelism: Parallelism
    /// Told of each step, on the thread that trains.
    var progress: (@Sendable (TrainingProgress) -> Void)?

    /// What training leaves behind.
    struct Outcome: Sendable {
        let parameters: [Float]
        let steps: Int
        /// The mean loss of each step's batch.
        let losses: [Double]
        /// The mean loss of each validation.
        let validations: [Double]
    }

    private var stepCount: Int {
        switch settings.length {
        case .steps(let count): count
        case .epochs(let count): count * stepsPerEpoch
        }
    }
    private var stepsPerEpoch: Int { (train.count + settings.batchSize - 1) / settings.batchSize }
    private var lossPass: LossPass<Float> {
        LossPass(
            loss: settings.loss,
            horizon: train.horizon,
            channelsPerSample: train.channelsPerSample,
            channelScales: channelScales
        )
    }

    func run() throws(ForecastingError) -> Outcome {
        try parallelism.stayingAwake { () throws(ForecastingError) in try takeSteps() }
    }

    private func takeSteps() throws(ForecastingError) -> Outcome {
        let described = folding?.descriptions ?? network.parameters
        let state = ParameterState(described, initial: Self.initial(described, settings.seed))
        let effective = Effective(network, folding, state)
        let plan = MicroBatches(batchSize: settings.batchSize, network.parameterCount)
        let workspaces = (0..<plan.count).map { _ in workspace(plan.capacity) }
        let steps = stepCount
        let interval = settings.validationInterval ?? stepsPerEpoch
        var losses: [Double] = []
        losses.reserveCapacity(steps)
        var stopping = EarlyStopping(settings)
        var finished = 0
        for step in 0..<steps {
            try parallelism.checkCancellation()
            let share = settings.schedule.share(step: step, of: steps) * stopping.rateFactor
            let loss = advance(step, share, state, effective, plan, workspaces)
            guard loss.isFinite else { throw .diverged(model: model, where: "step \(step + 1)") }
            losses.append(loss)
            finished = step + 1
            progress?(TrainingProgress(finished: finished, total: steps, loss: loss))
            guard let validation, finished % interval == 0 || finished == steps else { continue }
            try parallelism.checkCancellation()
            let value = evaluate(validation, effective)
            guard value.isFinite else {
                throw .diverged(model: model, where: "the validation after step \(finished)")
            }
            if stopping.note(value, parameters: { state.array }) { break }
        }
        let parameters = stopping.best ?? state.array
        guard parameters.allSatisfy(\.isFinite) else {
            throw .diverged(model: model, where: "step \(finished)")
        }
        return Outcome(
            parameters: parameters,
            steps: finished,
            losses: losses,
            validations: stopping.values
        )
    }

    private func workspace(_ capacity: Int, trains: Bool = true) -> Workspace<Float> {
        Workspace(
            network,
            capacity: capacity,
            channelsPerSample: train.channelsPerSample,
            targetWidth: train.horizon * train.channelsPerSample,
            trains: trains
        )
    }

    /// One step; returns the mean loss of its batch.
    private func advance(
        _ step: Int,
        _ share: Double,
        _ state: ParameterState,
        _ effective: Effective,
        _ plan: MicroBatches,
        _ workspaces: [Workspace<Float>]
    ) -> Double {
        let (epoch, batch) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
        let first = batch * settings.batchSize
        let rows = min(settings.batchSize, train.count - first)
        let order = WindowOrder(count: train.count, seed: settings.seed, epoch: epoch)
        let pieces = plan.ranges(rows: rows)
        let lossPass = lossPass
        let parameters = SharedPointer(effective.values)
        parallelism.forEach(pieces.count, grain: 1) { index in
            let denormals = apus_flush_denormals()
            defer { apus_restore_denormals(denormals) }
            let (workspace, piece) = (workspaces[index], pieces[index])
            let input = workspace.values
            for (row, place) in piece.enumerated() {
                let sample = self.train.place(of: order.sample(at: first + place))
                self.train.gatherInput(
                    sample.channel,
                    sample.origin,
                    row: row,
                    input,
                    workspace
                )
                self.train.gatherTarget(sample.channel, sample.origin, row: row, workspace)
            }
            let pass = workspace.pass(
                rows: piece.count,
                parameters: parameters.pointer,
                Randomness(
                    seed: self.settings.seed,
                    firstSample: UInt64(step * self.settings.batchSize + piece.lowerBound),
                    drops: true
                )
            )
            self.network.forward(pass)
            workspace.loss = lossPass.evaluate(
                workspace,
                output: pass.values(self.network.output),
                gradient: pass.gradients(self.network.output),
                rows: piece.count,
                factor: 1 / Double(rows)
            )
            self.network.backward(pass)
        }
        var optimizerStep = OptimizerStep(
            settings.optimizer,
            learningRate: settings.learningRate * share,
            weightDecay: settings.weightDecay,
            step: step + 1
        )
        let sources = workspaces.prefix(pieces.count).map { UnsafePointer($0.parameterGradients) }
        effective.move(
            state,
            &optimizerStep,
            along: sources,
            limit: settings.gradientNorm,
            on: parallelism
        )
        return workspaces.prefix(pieces.count).reduce(0) { $0 + $1.loss } / Double(rows)
    }

    /// The mean loss of all samples.
    private func evaluate(_ source: WindowSource, _ effective: Effective) -> Double {
        let length = 256
        let lossPass = lossPass
        let parameters = SharedPointer(effective.values)
        let blocks = (source.count + length - 1) / length
        let sums = parallelism.map(blocks, grain: 1) { block in
            let denormals = apus_flush_denormals()
            defer { apus_restore_denormals(denormals) }
            let samples = (block * length)..<min((block + 1) * length, source.count)
            let workspace = self.workspace(samples.count, trains: false)
            for (row, sample) in samples.enumerated() {
                let place = source.place(of: sample)
                source.gatherInput(
                    place.channel,
                    place.origin,
                    row: row,
                    workspace.values,
                    workspace
                )
                source.gatherTarget(place.channel, place.origin, row: row, workspace)
            }
            let pass = workspace.pass(rows: samples.count, parameters: parameters.pointer)
            self.network.forward(pass)
            let output = pass.values(self.network.output)
            return lossPass.evaluate(
                workspace,
                output: output,
                gradient: output,
                rows: samples.count,
                factor: nil
            )
        }
        return sums.reduce(0, +) / Double(source.count)
    }

    /// The parameters before training: each drawn for its name's place alone.
    static func initial(_ descriptions: [ParameterDescription], _ seed: UInt64) -> [Float] {
        descriptions.enumerated().flatMap { index, description in
            switch description.initialization {
            case .constant(let value):
                return Array(repeating: Float(value), count: description.count)
            case .uniform(let bound):
                var stream = RandomStream(seed: seed, stream: 0x494E_4954_0000_0000 + UInt64(index))
                return (0..<description.count).map { _ in
                    Float((2 * stream.nextUniform() - 1) * bound)
                }
            }
        }
    }
}

/// How a batch is cut: by its size and the network's alone.
///
/// Small pieces keep more threads busy; large ones multiply better and leave fewer gradients to add.
struct MicroBatches: Sendable {
    let count: Int
    let capacity: Int

    init(batchSize: Int, _ parameterCount: Int) {
        let length = parameterCount < 1_000_000 ? 128 : 256
        let wanted = max(batchSize >= 32 ? 2 : 1, (batchSize + length / 2) / length)
        count = min(wanted, 64, batchSize)
        capacity = (batchSize + count - 1) / count
    }

    /// The rows of each piece of a batch, which may be shorter than usual.
    func ranges(rows: Int) -> [Range<Int>] {
        let count = min(self.count, rows)
        return (0..<count).map { (rows * $0 / count)..<(rows * ($0 + 1) / count) }
    }
}

/// A pointer that may be read from any thread.
///
/// `@unchecked Sendable`: nobody writes to what it points to meanwhile.
struct SharedPointer: @unchecked Sendable {
    let pointer: UnsafePointer<Float>

    init(_ pointer: UnsafePointer<Float>) { self.pointer = pointer }
}

/// What a network runs on: the trained parameters themselves, or what they fold into.
///
/// `@unchecked Sendable`: only the trainer moves parameters, when nobody reads them.
final class Effective: @unchecked Sendable {
    private let folding: (any ParameterFolding)?
    private let folded: UnsafeMutablePointer<Float>?
    private let gradient: ParameterState?
    let values: UnsafePointer<Float>

    init(_ network: Network<Float>, _ folding: (any ParameterFolding)?, _ state: ParameterState) {
        self.folding = folding
        guard let folding else {
            (folded, gradient) = (nil, nil)
            values = UnsafePointer(state.values)
            return
        }
        let memory = UnsafeMutablePointer<Float>.allocate(
            capacity: network.parameterCount + Rows.slack
        )
        memory.initialize(repeating: 0, count: network.parameterCount + Rows.slack)
        folding.fold(state.values, into: memory)
        folded = memory
        values = UnsafePointer(memory)
        gradient = ParameterState(
            network.parameters,
            initial: Array(repeating: 0, count: network.parameterCount)
        )
    }

    deinit { folded?.deallocate() }

    /// Moves the trained parameters along the sum of the network's gradients.
    func move(
        _ state: ParameterState,
        _ step: inout OptimizerStep,
        along sources: [UnsafePointer<Float>],
        limit: Double?,
        on parallelism: Parallelism
    ) {
        var sources = sources
        if let folding, let gradient, let folded {
            _ = gradient.aggregate(sources, on: parallelism)
            folding.unfold(gradient.gradient, into: state.gradient)
            sources = [UnsafePointer(state.gradient)]
            if let limit {
                let squares = state.aggregate(sources, on: parallelism)
                step.gradientFactor = GradientAggregation.clippingFactor(
                    squares: squares,
                    limit: limit
                )
            }
            state.move(step, along: sources, on: parallelism)
            folding.fold(state.values, into: folded)
            return
        }
        if let limit {
            let squares = state.aggregate(sources, on: parallelism)
            step.gradientFactor = GradientAggregation.clippingFactor(
                squares: squares,
                limit: limit
            )
            sources = [UnsafePointer(state.gradient)]
        }
        state.move(step, along: sources, on: parallelism)
    }
}

/// Remembers the best parameters, and when to stop or slow down.
struct EarlyStopping {
    private let patience: Int?
    private let schedule: LearningRateSchedule
    private(set) var values: [Double] = []
    private(set) var best: [Float]?
    private var bestValue = Double.infinity
    private var sinceBest = 0
    private var sinceSlower = 0
    /// What a plateau has made of the learning rate.
    private(set) var rateFactor = 1.0

    init(_ settings: TrainingSettings) {
        patience = settings.patience
        schedule = settings.schedule
    }

    /// Takes the result of a validation; true if training ends.
    mutating func note(_ value: Double, parameters: () -> [Float]) -> Bool {
        values.append(value)
        if value < bestValue {
            bestValue = value
            best = parameters()
            sinceBest = 0
            sinceSlower = 0
            return false
        }
        sinceBest += 1
        sinceSlower += 1
        if case .plateau(let patience, let factor) = schedule, sinceSlower >= patience {
            rateFactor *= factor
            sinceSlower = 0
        }
        return patience.map { sinceBest >= $0 } ?? false
    }
}
