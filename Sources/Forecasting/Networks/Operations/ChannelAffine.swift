/// The gain and offset of each channel around a normalised window: x g + o on the way in, (y - o) / g
/// on the way out (T. Kim et al., "Reversible instance normalization", ICLR 2022).
///
/// A row holds the windows of one channel, or of all of them one after another.
struct ChannelAffine<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    let gain: Parameter
    let offset: Parameter
    let isInverse: Bool
    /// Channels in a row.
    let channelsPerRow: Int
    /// Whether the parameters' gradients hold those of the way out already.
    let addsParameters: Bool
    let goesBack: Bool

    var inputs: [Value] { [input] }

    @inline(__always)
    private func forEachGroup(
        _ pass: Pass<Scalar>,
        _ body: (_ place: Int, _ channel: Int) -> Void
    ) {
        let size = input.width / channelsPerRow
        for row in 0..<pass.rows {
            for channel in 0..<channelsPerRow {
                let place = row &* input.width &+ channel &* size
                body(place, channelsPerRow == 1 ? Int(pass.channels[row]) : channel)
            }
        }
    }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y) = (pass.values(input), pass.values(output))
        let (gains, offsets) = (pass.parameters(gain), pass.parameters(offset))
        let size = input.width / channelsPerRow
        forEachGroup(pass) { first, channel in
            let (x, y) = (x + first, y + first)
            let (gain, offset) = (gains[channel], offsets[channel])
            let inverse = 1 / gain
            Rows.forEach(size) { place, lanes in
                let x = x.load(place)
                y.store(isInverse ? (x - offset) * inverse : x * gain + offset, place, lanes)
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (x, y) = (pass.values(input), pass.values(output))
        let (slopes, targets) = (pass.gradients(output), pass.gradients(input))
        let gains = pass.parameters(gain)
        let (gainSlopes, offsetSlopes) = (pass.gradients(gain), pass.gradients(offset))
        if !addsParameters {
            gainSlopes.update(repeating: 0, count: gain.count)
            offsetSlopes.update(repeating: 0, count: offset.count)
        }
        let size = input.width / channelsPerRow
        forEachGroup(pass) { first, channel in
            let (x, y, slope) = (x + first, y + first, slopes + first)
            let target = targets + first
            let (gain, inverse) = (gains[channel], 1 / gains[channel])
            let all = Rows.sum(size) { slope.load($0) }
            if isInverse {
                let along = Rows.sum(size) { slope.load($0) * y.load($0) }
                gainSlopes[channel] -= along * inverse
                offsetSlopes[channel] -= all * inverse
            } else {
                gainSlopes[channel] += Rows.sum(size) { slope.load($0) * x.load($0) }
                offsetSlopes[channel] += all
            }
            guard goesBack else { return }
            Rows.forEach(size) { place, lanes in
                var result = slope.load(place) * (isInverse ? inverse : gain)
                if adds.contains(.first) { result += target.load(place) }
                target.store(result, place, lanes)
            }
        }
    }
}

extension NetworkBuilder {
    /// Puts a gain and an offset for each channel around a network: returns what the network reads, and
    /// what to append to its output.
    mutating func channelAffine(
        _ input: Value,
        channelCount: Int,
        channelsPerRow: Int
    ) -> (inside: Value, finish: (inout NetworkBuilder, Value) -> Value) {
        let gain = parameter(
            "normalization.gain",
            rows: 1,
            columns: channelCount,
            .constant(1),
            decays: false
        )
        let offset = parameter(
            "normalization.offset",
            rows: 1,
            columns: channelCount,
            .constant(0),
            decays: false
        )
        let inside = append(
            ChannelAffine(
                input: input,
                output: value(width: input.width),
                gain: gain,
                offset: offset,
                isInverse: false,
                channelsPerRow: channelsPerRow,
                addsParameters: true,
                goesBack: false
            ),
            hasParameters: true
        )
        return (
            inside,
            { builder, output in
                builder.append(
                    ChannelAffine(
                        input: output,
                        output: builder.value(width: output.width),
                        gain: gain,
                        offset: offset,
                        isInverse: true,
                        channelsPerRow: channelsPerRow,
                        addsParameters: false,
                        goesBack: true
                    ),
                    hasParameters: true
                )
            }
        )
    }
}
