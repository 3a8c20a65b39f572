/// The windows of the training rows, and the normal equations that each form of them gives.
struct WindowEquations: Sendable {
    let table: SeriesTable
    let train: Range<Int>
    let inputLength: Int
    let horizon: Int

    var channels: Int { table.channelCount }
    /// Values of a window: inputs and targets.
    var width: Int { inputLength + horizon }
    /// Windows in each channel.
    var windows: Int { train.count - width + 1 }

    /// The training rows of a channel.
    func column(_ channel: Int) -> ArraySlice<Double> {
        let first = channel * table.count
        return table.values[(first + train.lowerBound)..<(first + train.upperBound)]
    }

    /// Equations for the values as they are.
    ///
    /// Each channel's mean is taken off first and enters again by the means of the windows, so that the
    /// level of the data costs no digits.
    func level(on parallelism: Parallelism) -> NormalEquations {
        let origins = parallelism.map(channels, grain: 1) { channel in mean(column(channel)) }
        let rows = train.count
        let values = parallelism.fill(channels * rows, tasks: channels) { channel, all in
            let column = column(channel)
            for (row, value) in zip(0..<rows, column) {
                all[channel * rows + row] = value - origins[channel]
            }
        }
        let sliding = SlidingProducts(
            values: values,
            channels: channels,
            windows: windows,
            width: width
        )
        var products = sliding.sums(rows: inputLength, on: parallelism)
        let inner = parallelism.map(channels, grain: 1) { sliding.means(channel: $0) }
        let outer = zip(inner, origins).map { means, origin in means.map { $0 + origin } }
        let means = center(
            &products,
            rows: inputLength,
            width: width,
            inner: inner,
            outer: outer,
            on: parallelism
        )
        return NormalEquations(
            products: products,
            width: width,
            features: inputLength,
            targets: inputLength..<width,
            means: means
        )
    }

    /// Equations for what values differ from the window's last input, without that input itself.
    ///
    /// They are sums of products of first differences, added up over the steps between a value and the
    /// last input: what a trending series loses in digits by subtracting large sums never arises.
    func change(on parallelism: Parallelism) -> NormalEquations {
        let steps = train.count - 1
        // The mean step of a channel is taken off and enters again by the means.
        let drifts = parallelism.map(channels, grain: 1) { channel in
            let column = column(channel)
            return (column[column.endIndex - 1] - column[column.startIndex]) / Double(steps)
        }
        let values = parallelism.fill(channels * steps, tasks: channels) { channel, all in
            let column = column(channel)
            for (step, row) in column.indices.dropLast().enumerated() {
                all[channel * steps + step] = column[row + 1] - column[row] - drifts[channel]
            }
        }
        let (width, features) = (width - 1, inputLength - 1)
        let sliding = SlidingProducts(
            values: values,
            channels: channels,
            windows: windows,
            width: width
        )
        var products = sliding.sums(rows: features, on: parallelism)
        accumulate(&products, features: features, width: width, on: parallelism)
        let inner = parallelism.map(channels, grain: 1) { channel in
            accumulated(sliding.means(channel: channel), features: features)
        }
        let outer = zip(inner, drifts).map { means, drift in
            means.indices.map { place in
                let distance = place < features ? place - features : place - features + 1
                return means[place] + drift * Double(distance)
            }
        }
        let means = center(
            &products,
            rows: features,
            width: width,
            inner: inner,
            outer: outer,
            on: parallelism
        )
        return NormalEquations(
            products: products,
            width: width,
            features: features,
            targets: features..<width,
            means: means
        )
    }

    /// Turns sums of products of steps into those of differences from the last input: an input is minus
    /// the steps after it, a target the steps up to it.
    private func accumulate(
        _ products: inout [Double],
        features: Int,
        width: Int,
        on parallelism: Parallelism
    ) {
        let steps = products
        let block = 16
        parallelism.update(&products, tasks: (features + block - 1) / block) { task, all in
            for row in (task * block)..<min(features, (task + 1) * block) {
                let out = all + row * width
                var sum = 0.0
                for column in (0..<features).reversed() {
                    sum +=
                        column >= row
                        ? steps[row * width + column] : steps[column * width + row]
                    out[column] = sum
                }
                sum = 0
                for column in features..<width {
                    sum -= steps[row * width + column]
                    out[column] = sum
                }
            }
        }
        let columns = 32
        parallelism.update(&products, tasks: (width + columns - 1) / columns) { task, all in
            let (low, high) = (task * columns, min(width, (task + 1) * columns))
            for row in (0..<max(0, features - 1)).reversed() {
                let out = all + row * width
                for column in low..<high { out[column] += out[column + width] }
            }
        }
    }

    private func accumulated(_ steps: [Double], features: Int) -> [Double] {
        var sums = steps
        var sum = 0.0
        for place in (0..<features).reversed() {
            sum -= steps[place]
            sums[place] = sum
        }
        sum = 0
        for place in features..<steps.count {
            sum += steps[place]
            sums[place] = sum
        }
        return sums
    }

    /// Centres sums of products: within each channel what its means contributed is taken off, and what
    /// the channels' means differ by is added.
    ///
    /// - Parameters:
    ///   - inner: The means of each channel as they are in the products.
    ///   - outer: The means of each channel.
    /// - Returns: The means over all channels.
    private func center(
        _ products: inout [Double],
        rows: Int,
        width: Int,
        inner: [[Double]],
        outer: [[Double]],
        on parallelism: Parallelism
    ) -> [Double] {
        let means = (0..<width).map { place in
            var sum = 0.0
            for channel in outer { sum += channel[place] }
            return sum / Double(channels)
        }
        let apart = outer.map { channel in (0..<width).map { channel[$0] - means[$0] } }
        let count = Double(windows)
        let block = 16
        parallelism.update(&products, tasks: (rows + block - 1) / block) { task, all in
            for row in (task * block)..<min(rows, (task + 1) * block) {
                let out = all + row * width
                for (inner, apart) in zip(inner, apart) {
                    let (less, more) = (count * inner[row], count * apart[row])
                    for column in row..<width {
                        out[column] += more * apart[column] - less * inner[column]
                    }
                }
            }
        }
        return means
    }

    private func mean(_ values: ArraySlice<Double>) -> Double {
        let first = values[values.startIndex]
        var sum = 0.0
        for value in values { sum += value - first }
        return first + sum / Double(values.count)
    }
}
