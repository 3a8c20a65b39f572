internal import _MatrixProducts

extension WindowEquations {
    private static let windowsPerBlock = 256
    private static let columnsPerStrip = 96
    /// Sums that are kept apart, so many that 16 threads can work; fewer where they are large.
    private var partCount: Int { max(2, min(16, (1 << 24) / (inputLength * width))) }

    /// Equations for windows standardised by the mean and standard deviation of their inputs.
    ///
    /// A window without variation is left out: it has no scale to measure its targets in. The means of
    /// the standardised values are found first and taken off in double precision; what remains is kept in
    /// single precision, and so are the sums of products of 256 windows at a time. All sums beyond are
    /// double precision, in an order that the data fixes.
    ///
    /// - Throws: ``ForecastingError/cancelled``.
    func standardized(
        on parallelism: Parallelism
    ) throws(ForecastingError) -> NormalEquations {
        let blocks = (0..<channels).flatMap { channel in
            segments.flatMap { segment in
                let windows = windows(segment)
                return stride(from: 0, to: windows, by: Self.windowsPerBlock).map { first in
                    WindowBlock(
                        channel: channel,
                        segment: segment,
                        windows: first..<min(windows, first + Self.windowsPerBlock)
                    )
                }
            }
        }
        let perPart = (blocks.count + partCount - 1) / partCount
        let parts = stride(from: 0, to: blocks.count, by: perPart).map { first in
            Array(blocks[first..<min(blocks.count, first + perPart)])
        }
        let scaled = try parallelism.map(parts.count, grain: 1) {
            (part) throws(ForecastingError) in scale(parts[part])
        }
        let count = scaled.reduce(0) { $0 + $1.count }
        let means = (0..<width).map { place in
            scaled.reduce(0) { $0 + $1.totals[place] } / Double(max(1, count))
        }
        let size = inputLength * width
        let sums = try parallelism.map(parts.count, grain: 1) {
            (part) throws(ForecastingError) in
            var sums = StandardizedProducts(features: inputLength, means: means)
            for (block, scales) in zip(parts[part], scaled[part].scales) {
                add(block, scales, to: &sums)
            }
            return sums.products
        }
        let chunk = 8192
        let products = parallelism.fill(size, tasks: (size + chunk - 1) / chunk) { task, all in
            for place in (task * chunk)..<min(size, (task + 1) * chunk) {
                var sum = 0.0
                for part in sums { sum += part[place] }
                all[place] = sum
            }
        }
        return NormalEquations(
            products: products,
            width: width,
            features: inputLength,
            targets: inputLength..<width,
            means: means
        )
    }

    private struct WindowBlock: Sendable {
        let channel: Int
        let segment: Range<Int>
        let windows: Range<Int>
    }

    /// The scales of some blocks, and the sums of their standardised values.
    private struct ScaledBlocks: Sendable {
        var scales: [[WindowScale]] = []
        /// Windows that are not flat.
        var count = 0
        var totals: [Double]
    }

    private func scale(_ blocks: [WindowBlock]) -> ScaledBlocks {
        var result = ScaledBlocks(totals: Array(repeating: 0, count: width))
        for block in blocks {
            column(block.channel, block.segment).withUnsafeBufferPointer { column in
                guard let column = column.baseAddress else { return }
                let scales = block.windows.map { WindowScale(column + $0, inputLength) }
                result.totals.withUnsafeMutableBufferPointer { totals in
                    for (window, scale) in zip(block.windows, scales) where !scale.isFlat {
                        let (mean, factor) = (scale.mean, 1 / scale.spread)
                        for place in 0..<width {
                            totals[place] += (column[window + place] - mean) * factor
                        }
                    }
                }
                for scale in scales where !scale.isFlat { result.count += 1 }
                result.scales.append(scales)
            }
        }
        return result
    }

    private func add(
        _ block: WindowBlock,
        _ scales: [WindowScale],
        to sums: inout StandardizedProducts
    ) {
        column(block.channel, block.segment).withUnsafeBufferPointer { column in
            guard let column = column.baseAddress else { return }
            for (window, scale) in zip(block.windows, scales) where !scale.isFlat {
                sums.append(column + window, scale)
            }
        }
        sums.flush(strip: Self.columnsPerStrip)
    }

    /// Sums of products of standardised and centred values; right from the diagonal on.
    private struct StandardizedProducts: Sendable {
        private(set) var products: [Double]
        private let features: Int
        private let means: [Double]
        private var rows: [Float]
        private var rowCount = 0
        private var block: [Float]

        init(features: Int, means: [Double]) {
            self.features = features
            self.means = means
            products = Array(repeating: 0, count: features * means.count)
            rows = Array(repeating: 0, count: WindowEquations.windowsPerBlock * means.count)
            block = Array(repeating: 0, count: WindowEquations.columnsPerStrip * means.count)
        }

        mutating func append(_ values: UnsafePointer<Double>, _ scale: WindowScale) {
            let width = means.count
            let first = rowCount * width
            let (mean, factor) = (scale.mean, 1 / scale.spread)
            rows.withUnsafeMutableBufferPointer { rows in
                means.withUnsafeBufferPointer { means in
                    for place in 0..<width {
                        let value = (values[place] - mean) * factor
                        rows[first + place] = Float(value - means[place])
                    }
                }
            }
            rowCount += 1
        }

        /// Adds the products of the rows, in strips that begin at the diagonal.
        mutating func flush(strip: Int) {
            defer { rowCount = 0 }
            guard rowCount > 0 else { return }
            let width = means.count
            for first in Swift.stride(from: 0, to: features, by: strip) {
                let height = min(strip, features - first)
                let columns = width - first
                rows.withUnsafeBufferPointer { rows in
                    block.withUnsafeMutableBufferPointer { block in
                        apus_sgemm(
                            true,
                            false,
                            Int32(height),
                            Int32(columns),
                            Int32(rowCount),
                            1,
                            rows.baseAddress! + first,
                            Int32(width),
                            rows.baseAddress! + first,
                            Int32(width),
                            0,
                            block.baseAddress!,
                            Int32(columns)
                        )
                    }
                }
                products.withUnsafeMutableBufferPointer { products in
                    block.withUnsafeBufferPointer { block in
                        for row in 0..<height {
                            let target = (first + row) * width + first
                            for column in 0..<columns {
                                products[target + column] += Double(block[row * columns + column])
                            }
                        }
                    }
                }
            }
        }
    }
}
