import DataParallel
import Testing

@testable import Forecasting

@Suite struct SeasonalIndicesTests {
    /// `statsmodels.tsa.seasonal.seasonal_decompose`, statsmodels 0.15.0.
    @Test func agreeWithStatsmodels() {
        let multiplicative = [
            0.9102303673722009, 0.8836253206943756, 1.0073662876035456, 0.9759060123228475,
            0.9813780274951296, 1.1127758266792727, 1.2265555429312014, 1.2199109694456252,
            1.0604919326468185, 0.9217572404104976, 0.8011780824134744, 0.8988243899850115,
        ]
        let additive = [
            -24.74873737373737, -36.18813131313133, -2.2411616161616097, -8.036616161616147,
            -4.506313131313127, 35.40277777777777, 63.83080808080807, 62.8232323232323,
            16.52020202020203, -20.642676767676768, -53.59343434343434, -28.619949494949484,
        ]
        AirPassengers.values.withUnsafeBufferPointer { values in
            let factors = SeasonalIndices.classical(values, period: 12, kind: .multiplicative)
            let terms = SeasonalIndices.classical(values, period: 12, kind: .additive)
            for season in 0..<12 {
                #expect(abs(factors[season] - multiplicative[season]) < 1e-12)
                #expect(abs(terms[season] - additive[season]) < 1e-10)
            }
        }
    }

    /// An odd season length has a plain moving average; a line plus a season comes apart exactly.
    @Test func findTheSeasonOnALine() {
        let season = [2.0, -3, 1]
        let values = (0..<9).map { 5 + 0.5 * Double($0) + season[$0 % 3] }
        values.withUnsafeBufferPointer { values in
            let found = SeasonalIndices.classical(values, period: 3, kind: .additive)
            for place in 0..<3 { #expect(abs(found[place] - season[place]) < 1e-12) }
        }
    }

    @Test func knowASeasonFromNone() {
        AirPassengers.values.withUnsafeBufferPointer {
            #expect(SeasonalIndices.isSeasonal($0, period: 12))
        }
        // Signs that alternate have a season of 2; one and a half seasons are none.
        let alternating = (0..<40).map { $0.isMultiple(of: 2) ? 1.0 : -1 }
        alternating.withUnsafeBufferPointer {
            #expect(SeasonalIndices.isSeasonal($0, period: 2))
            #expect(!SeasonalIndices.isSeasonal($0, period: 1))
            #expect(!SeasonalIndices.isSeasonal($0, period: 24))
        }
        var random = RandomStream(seed: 8, stream: 1)
        let noise = (0..<60).map { _ in random.nextUniform() }
        noise.withUnsafeBufferPointer {
            #expect(!SeasonalIndices.isSeasonal($0, period: 7))
        }
        [Double](repeating: 3, count: 40).withUnsafeBufferPointer {
            #expect(!SeasonalIndices.isSeasonal($0, period: 4))
        }
    }
}
