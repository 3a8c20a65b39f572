/// The memory of one micro-batch: its values, their gradients and what operations keep, in one piece each that is
/// used again and again.
///
/// `@unchecked Sendable`: whoever runs a micro-batch is the only one to touch its workspace meanwhile.
final class Workspace<Scalar: NetworkScalar>: @unchecked Sendable {
    /// Samples that there is room for.
    let capacity: Int
    let values: UnsafeMutablePointer<Scalar>
    /// Of values; one number where nothing is trained.
    let gradients: UnsafeMutablePointer<Scalar>
    private let kept: UnsafeMutablePointer<Scalar>
    private let keptForTraining: UnsafeMutablePointer<Scalar>?
    private let fixed: UnsafeMutablePointer<Scalar>?

    /// - Parameter trains: Whether there is memory to go back.
    init(_ network: Network<Scalar>, capacity: Int, trains: Bool) {
        func memory(_ width: Int, times capacity: Int = capacity) -> UnsafeMutablePointer<Scalar> {
            let count = width * capacity + Rows.slack
            let memory = UnsafeMutablePointer<Scalar>.allocate(capacity: count)
            memory.initialize(repeating: 0, count: count)
            return memory
        }
        self.capacity = capacity
        values = memory(network.valueWidth)
        gradients = memory(trains ? network.valueWidth : 0)
        kept = memory(network.keptWidths.always)
        keptForTraining = trains ? memory(network.keptWidths.inTraining) : nil
        fixed = trains ? memory(network.keptWidths.fixed, times: 1) : nil
    }

    deinit {
        values.deallocate()
        gradients.deallocate()
        kept.deallocate()
        keptForTraining?.deallocate()
        fixed?.deallocate()
    }

    /// What operations work on.
    ///
    /// - Parameters:
    ///   - rows: Samples, whose inputs are there.
    ///   - windows: Where they are from.
    ///   - parameterGradients: What the way back fills; nil where there is none.
    ///   - parallelism: Who may help with what is long.
    func pass(
        rows: Int,
        _ windows: Windows<Scalar>,
        parameters: UnsafePointer<Scalar>,
        parameterGradients: UnsafeMutablePointer<Scalar>? = nil,
        _ randomness: Randomness = Randomness(),
        on parallelism: Parallelism = .sequential
    ) -> Pass<Scalar> {
        Pass(
            rows: rows,
            capacity: capacity,
            values: values,
            gradients: gradients,
            kept: kept,
            keptForTraining: keptForTraining,
            fixed: fixed,
            parameters: parameters,
            parameterGradients: parameterGradients ?? gradients,
            scales: UnsafePointer(windows.scales),
            channels: UnsafePointer(windows.channels),
            randomness: randomness,
            parallelism: parallelism
        )
    }
}
