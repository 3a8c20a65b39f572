/// The memory of one micro-batch.
///
/// `@unchecked Sendable`: whoever runs a micro-batch is the only one to touch its workspace meanwhile.
final class Workspace<Scalar: NetworkScalar>: @unchecked Sendable {
    /// Samples that there is room for.
    let capacity: Int
    let values: UnsafeMutablePointer<Scalar>
    /// Of values; one number where nothing is trained.
    let gradients: UnsafeMutablePointer<Scalar>
    let parameterGradients: UnsafeMutablePointer<Scalar>
    /// What was subtracted from each channel of each sample, and what the rest was divided by.
    let locations: UnsafeMutablePointer<Double>
    let scales: UnsafeMutablePointer<Scalar>
    let channels: UnsafeMutablePointer<Int32>
    let targets: UnsafeMutablePointer<Scalar>
    /// The sum of the loss over the samples.
    var loss = 0.0

    /// - Parameter targetWidth: Numbers to forecast for each sample.
    init(
        _ network: Network<Scalar>,
        capacity: Int,
        channelsPerSample: Int,
        targetWidth: Int,
        trains: Bool
    ) {
        func memory<T>(_ count: Int, _ value: T) -> UnsafeMutablePointer<T> {
            let memory = UnsafeMutablePointer<T>.allocate(capacity: count + Rows.slack)
            memory.initialize(repeating: value, count: count + Rows.slack)
            return memory
        }
        self.capacity = capacity
        values = memory(network.valueWidth * capacity, 0)
        gradients = memory(trains ? network.valueWidth * capacity : 0, 0)
        parameterGradients = memory(trains ? network.parameterCount : 0, 0)
        locations = memory(capacity * channelsPerSample, 0)
        scales = memory(capacity * channelsPerSample, 1)
        channels = memory(capacity, 0)
        targets = memory(capacity * targetWidth, 0)
    }

    deinit {
        values.deallocate()
        gradients.deallocate()
        parameterGradients.deallocate()
        locations.deallocate()
        scales.deallocate()
        channels.deallocate()
        targets.deallocate()
    }

    func pass(
        rows: Int,
        parameters: UnsafePointer<Scalar>,
        _ randomness: Randomness = Randomness()
    ) -> Pass<Scalar> {
        Pass(
            rows: rows,
            capacity: capacity,
            values: values,
            gradients: gradients,
            parameters: parameters,
            parameterGradients: parameterGradients,
            scales: scales,
            channels: channels,
            randomness: randomness
        )
    }
}
