/// The windows of a table, by number: nothing is copied until a batch is gathered.
///
/// A sample is one window of one channel, or of all channels side by side.
struct WindowSource: Sendable {
    let table: SeriesTable
    let inputLength: Int
    let horizon: Int
    /// The first rows of the targets.
    let origins: WindowOrigins
    /// 1, or all.
    let channelsPerSample: Int
    let normalization: WindowNormalization

    /// The number of samples: channel by channel, origin by origin.
    var count: Int { origins.count * (table.channelCount / channelsPerSample) }

    /// The channel (the first one) and the origin of a sample.
    @inline(__always)
    func place(of sample: Int) -> (channel: Int, origin: Int) {
        if channelsPerSample > 1 { return (0, origins[sample]) }
        let (channel, index) = sample.quotientAndRemainder(dividingBy: origins.count)
        return (channel, origins[index])
    }

    /// Copies the inputs of a sample into a row, normalised, and says by what.
    func gatherInput<Scalar: NetworkScalar>(
        _ channel: Int,
        _ origin: Int,
        row: Int,
        _ windows: Windows<Scalar>
    ) {
        windows.channels[row] = Int32(channel)
        table.values.withUnsafeBufferPointer { values in
            for index in 0..<channelsPerSample {
                let first = (channel + index) * table.count + origin - inputLength
                let window = values.baseAddress! + first
                let group = row * channelsPerSample + index
                let (location, scale) = normalizers(of: window)
                windows.locations[group] = location
                windows.scales[group] = Scalar(scale)
                let inverse = 1 / scale
                let target = windows.inputs + group * inputLength
                for place in 0..<inputLength {
                    target[place] = Scalar((window[place] - location) * inverse)
                }
            }
        }
    }

    /// Copies what follows a sample into a row, less the inputs' location.
    func gatherTarget<Scalar: NetworkScalar>(
        _ channel: Int,
        _ origin: Int,
        row: Int,
        _ windows: Windows<Scalar>
    ) {
        table.values.withUnsafeBufferPointer { values in
            for index in 0..<channelsPerSample {
                let future = values.baseAddress! + ((channel + index) * table.count + origin)
                let group = row * channelsPerSample + index
                let location = windows.locations[group]
                let target = windows.targets + group * horizon
                for step in 0..<horizon { target[step] = Scalar(future[step] - location) }
            }
        }
    }

    private func normalizers(of window: UnsafePointer<Double>) -> (Double, Double) {
        switch normalization {
        case .off: return (0, 1)
        case .last: return (window[inputLength - 1], 1)
        case .standard, .reversible:
            let mean = Self.sum(inputLength) { window[$0] } / Double(inputLength)
            let squares = Self.sum(inputLength) { (window[$0] - mean) * (window[$0] - mean) }
            let variance = squares / Double(inputLength)
            return (mean, (variance + WindowNormalization.epsilon).squareRoot())
        }
    }

    /// In eight partial sums, so that they can be added side by side.
    @inline(__always)
    private static func sum(_ count: Int, _ value: (Int) -> Double) -> Double {
        var sums = SIMD8<Double>.zero
        var place = 0
        while place &+ 8 <= count {
            var vector = SIMD8<Double>.zero
            for lane in 0..<8 { vector[lane] = value(place &+ lane) }
            sums += vector
            place &+= 8
        }
        var total = 0.0
        while place < count {
            total += value(place)
            place &+= 1
        }
        let four = sums.lowHalf + sums.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1] + total
    }
}
