/// The windows of some samples, gathered and normalised.
///
/// Where several share a batch's memory, each has rows of its own.
struct Windows<Scalar: NetworkScalar> {
    /// The inputs, sample by sample.
    let inputs: UnsafeMutablePointer<Scalar>
    /// What follows them, less the inputs' location.
    let targets: UnsafeMutablePointer<Scalar>
    /// What was subtracted from each channel of each sample, and what the rest was divided by.
    let locations: UnsafeMutablePointer<Double>
    let scales: UnsafeMutablePointer<Scalar>
    /// The (first) channel of each sample.
    let channels: UnsafeMutablePointer<Int32>
}

/// Memory for windows.
///
/// `@unchecked Sendable`: rows are written by one piece of work each, and read when all are there.
final class WindowMemory<Scalar: NetworkScalar>: @unchecked Sendable {
    private let all: Windows<Scalar>
    private let inputWidth: Int
    private let targetWidth: Int
    private let channelsPerSample: Int

    /// Memory for so many samples, inputs and targets of so many numbers each.
    init(capacity: Int, inputWidth: Int, targetWidth: Int, channelsPerSample: Int) {
        func memory<T>(_ count: Int, _ value: T) -> UnsafeMutablePointer<T> {
            let memory = UnsafeMutablePointer<T>.allocate(capacity: count + Rows.slack)
            memory.initialize(repeating: value, count: count + Rows.slack)
            return memory
        }
        self.inputWidth = inputWidth
        self.targetWidth = targetWidth
        self.channelsPerSample = channelsPerSample
        all = Windows(
            inputs: memory(capacity * inputWidth, 0),
            targets: memory(capacity * targetWidth, 0),
            locations: memory(capacity * channelsPerSample, 0),
            scales: memory(capacity * channelsPerSample, 1),
            channels: memory(capacity, 0)
        )
    }

    deinit {
        all.inputs.deallocate()
        all.targets.deallocate()
        all.locations.deallocate()
        all.scales.deallocate()
        all.channels.deallocate()
    }

    /// The samples from one on.
    ///
    /// - Parameter inputs: Where inputs go instead.
    func windows(
        from row: Int = 0,
        inputs: UnsafeMutablePointer<Scalar>? = nil
    ) -> Windows<Scalar> {
        Windows(
            inputs: inputs ?? all.inputs + row * inputWidth,
            targets: all.targets + row * targetWidth,
            locations: all.locations + row * channelsPerSample,
            scales: all.scales + row * channelsPerSample,
            channels: all.channels + row
        )
    }
}
