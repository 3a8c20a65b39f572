import TestSupport
import Testing

@testable import Forecasting

@Suite struct RollingTests {
    /// Statistics of a window computed from its values alone, counted from the first of them.
    private struct Direct {
        let mean: Double
        let sampleDeviation: Double
        let skewness: Double

        init(_ window: ArraySlice<Double>) {
            let origin = window[window.startIndex]
            let values = window.map { $0 - origin }
            let count = Double(values.count)
            let center = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
            let cubes = values.reduce(0) { sum, value in
                let difference = value - center
                return sum + difference * difference * difference
            }
            mean = origin + center
            sampleDeviation = (squares / (count - 1)).squareRoot()
            let deviation = (squares / count).squareRoot()
            skewness =
                (count * (count - 1)).squareRoot() / (count - 2)
                * (cubes / count / (deviation * deviation * deviation))
        }
    }

    @Test(arguments: [3, 4, 17, 100, 299, 300], [0, 1e6, 1e12, -1e15])
    func agreesWithEachWindow(window: Int, offset: Double) throws {
        var random = SeededRandom(seed: UInt64(window))
        // Multiples of 1/8 are exact under every offset used.
        let values = (0..<300).map { _ in
            offset + Double(Int.random(in: -400...400, using: &random)) / 8
        }
        let means = RollingMoments.column(values, window: window) { $0.mean }
        let deviations = RollingMoments.column(values, window: window) {
            $0.sampleStandardDeviation
        }
        let skews = RollingMoments.column(values, window: window) { $0.skewness }
        let least = RollingExtremes.column(values, window: window, isBetter: <)
        let greatest = RollingExtremes.column(values, window: window, isBetter: >)
        for row in 0..<300 {
            guard row >= window - 1 else {
                #expect(
                    [means, deviations, skews, least, greatest].allSatisfy { $0[row].isNaN }
                )
                continue
            }
            let slice = values[(row - window + 1)...row]
            let direct = Direct(slice)
            #expect(abs(means[row] - direct.mean) <= 1e-13 * max(1, abs(direct.mean)))
            #expect(
                abs(deviations[row] - direct.sampleDeviation) <= 1e-12 * direct.sampleDeviation
            )
            #expect(abs(skews[row] - direct.skewness) <= 1e-11 * max(1, abs(direct.skewness)))
            #expect(least[row] == slice.min())
            #expect(greatest[row] == slice.max())
        }
    }

    @Test func findsNoVariationAmongEqualValues() {
        // 0.1 added up and divided is not 0.1 again.
        let values = [7, 1e9] + Array(repeating: 0.1, count: 50) + [3]
        for window in [3, 7, 10] {
            let deviations = RollingMoments.column(values, window: window) {
                $0.sampleStandardDeviation
            }
            let means = RollingMoments.column(values, window: window) { $0.mean }
            let skews = RollingMoments.column(values, window: window) { $0.skewness }
            for row in (window + 1)..<52 {
                #expect(deviations[row] == 0 && means[row] == 0.1 && skews[row] == 0)
            }
            #expect(deviations[52] > 0)
        }
    }

    @Test func missesWindowsWithMissingValues() {
        var values = (0..<40).map { Double(($0 * 13) % 17) }
        let plain = values
        values[12] = .nan
        values[13] = .infinity
        values[30] = .nan
        for window in [1, 4, 9] {
            for (found, expected) in [
                (
                    RollingMoments.column(values, window: window) { $0.mean },
                    RollingMoments.column(plain, window: window) { $0.mean }
                ),
                (
                    RollingExtremes.column(values, window: window, isBetter: <),
                    RollingExtremes.column(plain, window: window, isBetter: <)
                ),
            ] {
                for row in 0..<40 {
                    let hits = [12, 13, 30].contains { $0 <= row && $0 > row - window }
                    if hits {
                        #expect(found[row].isNaN)
                    } else {
                        #expect(found[row].bitPattern == expected[row].bitPattern)
                    }
                }
            }
        }
    }
}
