/// The windows of the training rows, and the normal equations that each form of them gives.
///
/// Sums go segment by segment; within one, channel by channel.
struct WindowEquations: Sendable {
    let table: SeriesTable
    /// The runs of training rows, each long enough for a window.
    let segments: [Range<Int>]
    let inputLength: Int
    let horizon: Int

    var channels: Int { table.channelCount }
    /// Values of a window: inputs and targets.
    var width: Int { inputLength + horizon }

    /// Windows of a channel within a segment.
    func windows(_ segment: Range<Int>) -> Int { segment.count - width + 1 }

    /// The rows of a channel within a segment.
    func column(_ channel: Int, _ segment: Range<Int>) -> ArraySlice<Double> {
        let first = channel * table.count
        return table.values[(first + segment.lowerBound)..<(first + segment.upperBound)]
    }

    /// The windows of one channel within one segment.
    private struct Run: Sendable {
        let windows: Int
        /// The mean at each place of a window, as it is in the products.
        let inner: [Double]
        /// The mean at each place of a window.
        let outer: [Double]
    }

    /// Equations for the values as they are.
    ///
    /// The mean of each channel's segment is taken off first and enters again by the means of the windows,
    /// so that the level of the data costs no digits.
    ///
    /// - Throws: ``ForecastingError/cancelled``.
    func level(on parallelism: Parallelism) throws(ForecastingError) -> NormalEquations {
        var products: [Double] = []
        var runs: [Run] = []
        for segment in segments {
            try parallelism.checkCancellation()
            let origins = parallelism.map(channels, grain: 1) { mean(column($0, segment)) }
            let rows = segment.count
            let values = parallelism.fill(channels * rows, tasks: channels) { channel, all in
                let column = column(channel, segment)
                for (row, value) in zip(0..<rows, column) {
                    all[channel * rows + row] = value - origins[channel]
                }
            }
            let sliding = SlidingProducts(
                values: values,
                channels: channels,
                windows: windows(segment),
                width: width
            )
            add(sliding.sums(rows: inputLength, on: parallelism), to: &products)
            runs += parallelism.map(channels, grain: 1) { channel in
                let means = sliding.means(channel: channel)
                let outer = means.map { $0 + origins[channel] }
                return Run(windows: windows(segment), inner: means, outer: outer)
            }
        }
        let means = center(&products, rows: inputLength, width: width, runs, on: parallelism)
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
    ///
    /// - Throws: ``ForecastingError/cancelled``.
    func change(on parallelism: Parallelism) throws(ForecastingError) -> NormalEquations {
        let (width, features) = (width - 1, inputLength - 1)
        var products: [Double] = []
        var runs: [Run] = []
        for segment in segments {
            try parallelism.checkCancellation()
            let steps = segment.count - 1
            // The mean step of a channel is taken off and enters again by the means.
            let drifts = parallelism.map(channels, grain: 1) { channel in
                let column = column(channel, segment)
                return (column[column.endIndex - 1] - column[column.startIndex]) / Double(steps)
            }
            let values = parallelism.fill(channels * steps, tasks: channels) { channel, all in
                let column = column(channel, segment)
                for (step, row) in column.indices.dropLast().enumerated() {
                    all[channel * steps + step] = column[row + 1] - column[row] - drifts[channel]
                }
            }
            let sliding = SlidingProducts(
                values: values,
                channels: channels,
                windows: windows(segment),
                width: width
            )
            add(sliding.sums(rows: features, on: parallelism), to: &products)
            runs += parallelism.map(channels, grain: 1) { channel in
                let means = accumulated(sliding.means(channel: channel), features: features)
                let outer = means.indices.map { place in
                    let distance = place < features ? place - features : place - features + 1
                    return means[place] + drifts[channel] * Double(distance)
                }
                return Run(windows: windows(segment), inner: means, outer: outer)
            }
        }
        accumulate(&products, features: features, width: width, on: parallelism)
        let means = center(&products, rows: features, width: width, runs, on: parallelism)
        return NormalEquations(
            products: products,
            width: width,
            features: features,
            targets: features..<width,
            means: means
        )
    }

    private func add(_ products: [Double], to sums: inout [Double]) {
        guard !sums.isEmpty else {
            sums = products
            return
        }
        for place in sums.indices { sums[place] += products[place] }
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

    /// Centres sums of products: within each run what its means contributed is taken off, and what the
    /// runs' means differ by is added.
    ///
    /// - Returns: The means over all windows of all runs.
    private func center(
        _ products: inout [Double],
        rows: Int,
        width: Int,
        _ runs: [Run],
        on parallelism: Parallelism
    ) -> [Double] {
        // A run's weight is 1 where all are of the same length.
        let weights = runs.map { Double($0.windows) / Double(runs[0].windows) }
        var total = 0.0
        for weight in weights { total += weight }
        let means = (0..<width).map { place in
            var sum = 0.0
            for (run, weight) in zip(runs, weights) { sum += weight * run.outer[place] }
            return sum / total
        }
        let apart = runs.map { run in (0..<width).map { run.outer[$0] - means[$0] } }
        let block = 16
        parallelism.update(&products, tasks: (rows + block - 1) / block) { task, all in
            for row in (task * block)..<min(rows, (task + 1) * block) {
                let out = all + row * width
                for (run, apart) in zip(runs, apart) {
                    let count = Double(run.windows)
                    let inner = run.inner
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
