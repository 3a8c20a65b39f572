import DataParallel
import Testing

@testable import Forecasting

@Suite struct SlidingProductsTests {
    @Test(arguments: [(1, 1, 1, 1), (2, 37, 12, 12), (3, 9, 40, 21), (1, 1100, 70, 5)])
    func equalsPlainSums(channels: Int, windows: Int, width: Int, rows: Int) {
        let length = windows + width - 1
        let columns = MadeUpSeries.columns(.waves, channels: channels, count: length, seed: 4)
        let sliding = SlidingProducts(
            values: columns.flatMap { $0 },
            channels: channels,
            windows: windows,
            width: width
        )
        let sums = sliding.sums(rows: rows, on: .sequential)
        for row in 0..<rows {
            for column in row..<width {
                var sum = 0.0
                for z in columns {
                    for s in 0..<windows { sum += z[s + row] * z[s + column] }
                }
                #expect(abs(sums[row * width + column] - sum) <= 1e-12 * Double(windows * channels))
            }
        }
        for (channel, z) in columns.enumerated() {
            for (place, mean) in sliding.means(channel: channel).enumerated() {
                let sum = z[place..<(place + windows)].reduce(0, +)
                #expect(abs(mean - sum / Double(windows)) < 1e-12)
            }
        }
        for threads in [2, 3, 8] {
            let pool = Parallelism(pool: ThreadPool(workerCount: threads))
            #expect(sliding.sums(rows: rows, on: pool) == sums)
        }
    }
}
