/// Sums over all windows of the products of two values at fixed places in the window.
///
/// With `n` windows of `D` values that begin at each of the first `n` values of `z`, the sum
/// `S(i, j) = Σ z(s + i) z(s + j)` over `s < n` is a sliding one:
/// `S(i + 1, j + 1) = S(i, j) - z(i) z(j) + z(n + i) z(n + j)`. Only the first row needs a pass over the
/// data; the rest costs two products a number. Callers take means off `z` first, so that there is
/// nothing to cancel.
struct SlidingProducts: Sendable {
    /// Channel by channel.
    let values: [Double]
    let channels: Int
    /// Windows in each channel.
    let windows: Int
    /// Values in each window.
    let width: Int

    private static let lagsPerTask = 32
    private static let chunk = 512

    private var length: Int { windows + width - 1 }
    private var lagBlocks: Int { (width + Self.lagsPerTask - 1) / Self.lagsPerTask }

    private func lags(ofBlock block: Int) -> Range<Int> {
        (block * Self.lagsPerTask)..<min(width, (block + 1) * Self.lagsPerTask)
    }

    /// The sums over all windows of all channels.
    ///
    /// - Parameter rows: The number of rows needed.
    /// - Returns: Row by row, `width` numbers each; zero left of the diagonal.
    /// - Complexity: O(channels x width x (windows + rows)).
    func sums(rows: Int, on parallelism: Parallelism) -> [Double] {
        precondition(values.count == channels * length && rows <= width)
        let first = parallelism.fill(channels * width, tasks: channels * lagBlocks) { task, all in
            let channel = task / lagBlocks
            for lag in Swift.stride(
                from: lags(ofBlock: task % lagBlocks).lowerBound,
                to: lags(ofBlock: task % lagBlocks).upperBound,
                by: 8
            ) {
                let count = min(8, width - lag)
                let sums = firstRow(channel: channel, lag: lag, count: count)
                for offset in 0..<count { all[channel * width + lag + offset] = sums[offset] }
            }
        }
        return parallelism.fill(rows * width, tasks: lagBlocks) { task, all in
            slide(first, lags: lags(ofBlock: task), rows: rows, into: all)
        }
    }

    /// `S(0, lag)` and those after it.
    private func firstRow(channel: Int, lag: Int, count: Int) -> Lanes {
        values.withUnsafeBufferPointer { buffer in
            let z = buffer.baseAddress! + channel * length
            let whole = windows & ~7
            var totals = Lanes.zero
            for begin in Swift.stride(from: 0, to: whole, by: Self.chunk) {
                let end = min(whole, begin + Self.chunk)
                guard count == 8 else {
                    for k in 0..<count {
                        totals[k] += RowProducts.dot(z + begin, z + begin + lag + k, end - begin)
                    }
                    continue
                }
                var s0 = Lanes.zero, s1 = Lanes.zero, s2 = Lanes.zero, s3 = Lanes.zero
                var s4 = Lanes.zero, s5 = Lanes.zero, s6 = Lanes.zero, s7 = Lanes.zero
                var s = begin
                while s < end {
                    let left = z.lanes(s)
                    let right = z + s + lag
                    s0 += left * right.lanes(0)
                    s1 += left * right.lanes(1)
                    s2 += left * right.lanes(2)
                    s3 += left * right.lanes(3)
                    s4 += left * right.lanes(4)
                    s5 += left * right.lanes(5)
                    s6 += left * right.lanes(6)
                    s7 += left * right.lanes(7)
                    s += 8
                }
                totals += Lanes(
                    s0.treeSum,
                    s1.treeSum,
                    s2.treeSum,
                    s3.treeSum,
                    s4.treeSum,
                    s5.treeSum,
                    s6.treeSum,
                    s7.treeSum
                )
            }
            for s in whole..<windows {
                for k in 0..<count { totals[k] += z[s] * z[s + lag + k] }
            }
            return totals
        }
    }

    private func slide(
        _ first: [Double],
        lags: Range<Int>,
        rows: Int,
        into all: UnsafeMutablePointer<Double>
    ) {
        values.withUnsafeBufferPointer { buffer in
            let values = buffer.baseAddress!
            withUnsafeTemporaryAllocation(of: Double.self, capacity: lags.count) { space in
                let sums = space.baseAddress!
                for (place, lag) in lags.enumerated() {
                    var sum = 0.0
                    for channel in 0..<channels { sum += first[channel * width + lag] }
                    sums[place] = sum
                }
                for row in 0..<rows {
                    let count = min(lags.count, width - row - lags.lowerBound)
                    guard count > 0 else { return }
                    let out = all + row * width + row + lags.lowerBound
                    for place in 0..<count { out[place] = sums[place] }
                    let next = min(lags.count, width - row - 1 - lags.lowerBound)
                    guard row + 1 < rows, next > 0 else { continue }
                    for channel in 0..<channels {
                        let leaving = values + channel * length + row
                        let entering = leaving + windows
                        let (old, new) = (leaving[0], entering[0])
                        let olds = leaving + lags.lowerBound
                        let news = entering + lags.lowerBound
                        for place in 0..<next {
                            sums[place] += new * news[place] - old * olds[place]
                        }
                    }
                }
            }
        }
    }

    /// The mean over the windows of a channel of the value at each place.
    func means(channel: Int) -> [Double] {
        let z = values[(channel * length)..<((channel + 1) * length)]
        let start = z.startIndex
        var sum = 0.0
        for s in 0..<windows { sum += z[start + s] }
        var means: [Double] = []
        means.reserveCapacity(width)
        for place in 0..<width {
            means.append(sum / Double(windows))
            if place + 1 < width { sum += z[start + windows + place] - z[start + place] }
        }
        return means
    }
}
