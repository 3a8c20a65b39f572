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
    /// Where training is stored as it goes.
    var checkpoints: CheckpointWriter?
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
        let steps = stepCount
        let interval = settings.validationInterval ?? stepsPerEpoch
        var losses: [Double] = []
        losses.reserveCapacity(steps)
        var stopping = EarlyStopping(settings)
        var finished = 0
        var checkpoints = checkpoints
        if let stored = try checkpoints?.stored(parameterCount: state.count) {
            (finished, losses, stopping.state) = (stored.finished, stored.losses, stored.stopping)
            state.restore(stored)
            effective.refresh(state)
            if stored.isOver { return try outcome(state, losses, stopping) }
        }
        func store(isLast: Bool, isOver: Bool = false) throws(ForecastingError) {
            try checkpoints?.store(
                {
                    state.stored(
                        finished: finished,
                        isOver: isOver,
                        losses: losses,
                        stopping: stopping.state
                    )
                },
                isLast: isLast
            )
        }
        let batches = Batches(self)
        for step in finished..<max(steps, finished) {
            if parallelism.isCancelled { try store(isLast: true) }
            try parallelism.checkCancellation()
            let share = settings.schedule.share(step: step, of: steps) * stopping.state.rateFactor
            let next = step + 1 < steps ? step + 1 : nil
            let loss = advance(step, then: next, share, state, effective, batches)
            guard loss.isFinite else { throw .diverged(model: model, where: "step \(step + 1)") }
            losses.append(loss)
            finished = step + 1
            progress?(TrainingProgress(finished: finished, total: steps, loss: loss))
            guard let validation, finished % interval == 0 || finished == steps else {
                try store(isLast: false)
                continue
            }
            let value = evaluate(validation, effective, batches.validation)
            guard value.isFinite else {
                throw .diverged(model: model, where: "the validation after step \(finished)")
            }
            if stopping.note(value, parameters: { state.array }) { break }
            try store(isLast: false)
        }
        let outcome = try outcome(state, losses, stopping)
        try store(isLast: true, isOver: true)
        return outcome
    }

    /// What training leaves behind, if it is numbers.
    private func outcome(
        _ state: ParameterState,
        _ losses: [Double],
        _ stopping: EarlyStopping
    ) throws(ForecastingError) -> Outcome {
        let parameters = stopping.state.best ?? state.array
        guard parameters.allSatisfy(\.isFinite) else {
            throw .diverged(model: model, where: "step \(losses.count)")
        }
        return Outcome(
            parameters: parameters,
            steps: losses.count,
            losses: losses,
            validations: stopping.state.values
        )
    }

    /// The samples of a step, by number: of its epoch's order.
    private func samples(of step: Int) -> (first: Int, count: Int, order: WindowOrder) {
        let (epoch, batch) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
        let first = batch * settings.batchSize
        let order = WindowOrder(count: train.count, seed: settings.seed, epoch: epoch)
        return (first, min(settings.batchSize, train.count - first), order)
    }

    /// One step, and meanwhile the windows of the next one; returns the mean loss of its batch.
    private func advance(
        _ step: Int,
        then next: Int?,
        _ share: Double,
        _ state: ParameterState,
        _ effective: Effective,
        _ batches: Batches
    ) -> Double {
        if batches.prepared != step { prepare(step, batches) }
        let rows = samples(of: step).count
        let pieces = batches.plan.ranges(rows: rows)
        let nextPieces = next.map { batches.plan.ranges(rows: samples(of: $0).count) } ?? []
        let lossPass = lossPass
        let parameters = SharedPointer(effective.values)
        parallelism.forEach(pieces.count + nextPieces.count, grain: 1) { index in
            let run = apus_begin_products()
            defer { apus_end_products(run) }
            if let next, index >= pieces.count {
                self.gather(nextPieces[index - pieces.count], of: next, batches)
                return
            }
            let piece = pieces[index]
            let windows = batches.windows(of: step, from: piece.lowerBound)
            batches.workspaces.withElement { workspace in
                workspace.values.update(
                    from: windows.inputs,
                    count: piece.count * self.network.input.width
                )
                let pass = workspace.pass(
                    rows: piece.count,
                    windows,
                    parameters: parameters.pointer,
                    parameterGradients: batches.gradients[index].pointer,
                    Randomness(
                        seed: self.settings.seed,
                        firstSample: UInt64(step * self.settings.batchSize + piece.lowerBound),
                        drops: true
                    ),
                    on: self.parallelism
                )
                self.network.forward(pass)
                batches.losses[index] = lossPass.evaluate(
                    windows,
                    output: pass.values(self.network.output),
                    gradient: pass.gradients(self.network.output),
                    rows: piece.count,
                    factor: 1 / Double(rows)
                )
                self.network.backward(pass)
            }
        }
        batches.prepared = next
        var optimizerStep = OptimizerStep(
            settings.optimizer,
            learningRate: settings.learningRate * share,
            weightDecay: settings.weightDecay,
            step: step + 1
        )
        effective.move(
            state,
            &optimizerStep,
            along: batches.gradients.prefix(pieces.count).map { UnsafePointer($0.pointer) },
            limit: settings.gradientNorm,
            on: parallelism
        )
        return pieces.indices.reduce(0) { $0 + batches.losses[$1] } / Double(rows)
    }

    /// Gathers the windows of a step.
    private func prepare(_ step: Int, _ batches: Batches) {
        let pieces = batches.plan.ranges(rows: samples(of: step).count)
        parallelism.forEach(pieces.count, grain: 1) { self.gather(pieces[$0], of: step, batches) }
        batches.prepared = step
    }

    /// Gathers some windows of a step.
    private func gather(_ piece: Range<Int>, of step: Int, _ batches: Batches) {
        let (first, _, order) = samples(of: step)
        let windows = batches.windows(of: step, from: piece.lowerBound)
        for (row, place) in piece.enumerated() {
            let sample = train.place(of: order.sample(at: first + place))
            train.gatherInput(sample.channel, sample.origin, row: row, windows)
            train.gatherTarget(sample.channel, sample.origin, row: row, windows)
        }
    }

    /// The mean loss of all samples.
    private func evaluate(
        _ source: WindowSource,
        _ effective: Effective,
        _ memory: Pool<Block>
    ) -> Double {
        let length = MicroBatches.inferenceLength(network)
        let lossPass = lossPass
        let parameters = SharedPointer(effective.values)
        let blocks = (source.count + length - 1) / length
        let sums = parallelism.map(blocks, grain: 1) { block in
            let run = apus_begin_products()
            defer { apus_end_products(run) }
            let samples = (block * length)..<min((block + 1) * length, source.count)
            var loss = 0.0
            memory.withElement { block in
                let windows = block.windows
                for (row, sample) in samples.enumerated() {
                    let place = source.place(of: sample)
                    source.gatherInput(place.channel, place.origin, row: row, windows)
                    source.gatherTarget(place.channel, place.origin, row: row, windows)
                }
                let pass = block.workspace.pass(
                    rows: samples.count,
                    windows,
                    parameters: parameters.pointer,
                    on: self.parallelism
                )
                self.network.forward(pass)
                let output = pass.values(self.network.output)
                loss = lossPass.evaluate(
                    windows,
                    output: output,
                    gradient: output,
                    rows: samples.count,
                    factor: nil
                )
            }
            return loss
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

    /// Takes up parameters that were read.
    func refresh(_ state: ParameterState) {
        if let folding, let folded { folding.fold(state.values, into: folded) }
    }

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
    var state = State()

    /// What is remembered.
    struct State: Equatable {
        /// Of all validations.
        var values: [Double] = []
        /// The parameters of the best one.
        var best: [Float]?
        var bestValue = Double.infinity
        var sinceBest = 0
        var sinceSlower = 0
        /// What a plateau has made of the learning rate.
        var rateFactor = 1.0
    }

    init(_ settings: TrainingSettings) {
        patience = settings.patience
        schedule = settings.schedule
    }

    /// Takes the result of a validation; true if training ends.
    mutating func note(_ value: Double, parameters: () -> [Float]) -> Bool {
        state.values.append(value)
        if value < state.bestValue {
            state.bestValue = value
            state.best = parameters()
            state.sinceBest = 0
            state.sinceSlower = 0
            return false
        }
        state.sinceBest += 1
        state.sinceSlower += 1
        if case .plateau(let patience, let factor) = schedule, state.sinceSlower >= patience {
            state.rateFactor *= factor
            state.sinceSlower = 0
        }
        return patience.map { state.sinceBest >= $0 } ?? false
    }
}
