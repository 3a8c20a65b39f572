import TestSupport
import Testing

@testable import Forecasting

@Suite struct FeatureTests {
    // numpy 2.4.6, default_rng(17): 100 exp(cumsum(normal(0, 0.02))), highs and lows up to 2 % away, all
    // rounded to 2 places.
    static let closes = [
        102.23, 102.92, 101.82, 99.28, 95.59, 95.63, 94.09, 92.46, 92.05, 91.96, 87.86, 89.5,
        85.95, 89.2, 90.26, 89.42, 91.85, 91.89, 93.17, 93.37, 95.44, 97.49, 95.73, 94.57, 95.22,
        94.82, 90.58, 94.33, 90.31, 86.63, 84.45, 85.41, 88.53, 88.12, 87.43, 87.73, 87.09, 87.24,
        85.27, 86.02, 86.7, 82.58, 82.39, 82.66,
    ]
    static let highs = [
        102.87, 103.27, 102.52, 100.51, 96.64, 97.0, 95.01, 94.02, 92.69, 92.97, 88.75, 89.54,
        86.34, 89.35, 90.71, 89.43, 92.39, 92.58, 94.38, 94.95, 96.23, 98.72, 96.73, 95.01, 95.6,
        95.68, 92.02, 95.45, 91.57, 87.9, 85.5, 85.83, 89.31, 89.03, 87.45, 88.25, 87.72, 87.26,
        86.23, 86.96, 86.86, 82.99, 83.88, 83.38,
    ]
    static let lows = [
        101.7, 101.14, 100.89, 98.04, 93.86, 94.59, 93.79, 91.14, 90.33, 91.19, 86.7, 87.94, 85.68,
        87.8, 89.4, 88.43, 90.15, 90.4, 92.92, 92.6, 94.15, 95.91, 95.42, 93.24, 94.23, 94.67,
        89.64, 93.48, 89.51, 86.17, 83.83, 84.11, 87.92, 86.61, 86.2, 86.41, 86.39, 86.94, 85.25,
        85.32, 85.89, 81.94, 82.22, 82.59,
    ]
    static let series: [SeriesFeature] = [
        .lag(3), .rollingMean(5), .rollingStandardDeviation(5), .rollingMinimum(5),
        .rollingMaximum(5), .rollingSkewness(5), .simpleReturn(), .simpleReturn(5), .logReturn(),
        .relativeStrengthIndex(), .macd(), .bollingerBands(),
    ]
    static let all: [Feature] =
        series.map { .series($0, of: "close") } + [
            .averageTrueRange(high: "high", low: "low", close: "close"),
            .calendar(.hour), .calendar(.weekday, .number), .calendar(.day), .calendar(.month),
            .fourier(.rows(24), harmonics: 2), .fourier(.seconds(604_800)),
        ]

    private func table(
        _ closes: [Double] = closes,
        _ highs: [Double] = highs,
        _ lows: [Double] = lows,
        start: Int64 = 1_704_002_415
    ) throws -> SeriesTable {
        try SeriesTable(
            channels: ["high", "low", "close"],
            columns: [highs, lows, closes],
            timestamps: closes.indices.map { start + Int64($0) * 5_400 }
        )
    }

    private func column(_ table: SeriesTable, _ name: String) throws -> [Double] {
        Array(table.column(try table.index(of: name)))
    }

    // The first row that has a value, and the values of that row, the next and the last two: pandas 3.1.1 shift,
    // rolling, pct_change; RSI, MACD and ATR by loops in Python as defined by their authors.
    @Test(
        arguments: [
            ("close_lag_3", 3, [102.23, 102.92, 86.02, 86.7]),
            ("close_mean_5", 4, [100.36800000000001, 99.048, 84.592, 84.07000000000001]),
            (
                "close_sd_5", 4,
                [3.0042087144537724, 3.404801022086307, 1.989942210216127, 2.106537443294053]
            ),
            ("close_min_5", 4, [95.59, 95.59, 82.39, 82.39]),
            ("close_max_5", 4, [102.92, 102.92, 86.7, 86.7]),
            (
                "close_skew_5", 4,
                [
                    -1.294373693509104, -0.020252313689886958, -0.32948060187083505,
                    0.6576227954853041,
                ]
            ),
            (
                "close_return_1", 1,
                [
                    0.006749486452117814, -0.010687912942091038, -0.0023007992249939324,
                    0.003277096735040619,
                ]
            ),
            (
                "close_return_5", 5,
                [
                    -0.06456030519417011, -0.08579479207151186, -0.05559376432828966,
                    -0.030608654861029705,
                ]
            ),
            (
                "close_log_return_1", 1,
                [
                    0.006726810644621217, -0.010745438939353313, -0.002303450130445306,
                    0.003271738756087217,
                ]
            ),
            (
                "close_rsi_14", 14,
                [26.371891038294493, 25.462542149244953, 32.41024066173787, 33.298698546400644]
            ),
            (
                "close_macd_12_26_9", 25,
                [0.3300546247007503, 0.007162153401182536, -2.310284043735507, -2.415099711600206]
            ),
            (
                "close_macd_12_26_9_signal", 33,
                [
                    -0.7718927375128936, -0.9676183544869879, -1.8339674031356474,
                    -1.9501938648285593,
                ]
            ),
            (
                "close_macd_12_26_9_histogram", 33,
                [
                    -0.9266165706941712, -0.782902467896377, -0.47631664059985956,
                    -0.4649058467716467,
                ]
            ),
            (
                "close_bollinger_20_2_lower", 19,
                [84.16270434134877, 84.65499128128927, 80.66052852971637, 80.26861273205802]
            ),
            ("close_bollinger_20_2_middle", 19, [93.525, 93.1855, 88.27099999999999, 87.6755]),
            (
                "close_bollinger_20_2_upper", 19,
                [102.88729565865124, 101.71600871871074, 95.8814714702836, 95.08238726794198]
            ),
            (
                "close_atr_14", 14,
                [2.883571428571425, 2.808316326530609, 2.4562664332494313, 2.3515331165887576]
            ),
        ] as [(String, Int, [Double])]
    )
    func computesLikeOthers(name: String, first: Int, expected: [Double]) throws {
        let features = try table().columns(of: Self.all)
        let values = try column(features, name)
        #expect(values.firstIndex { !$0.isNaN } == first)
        #expect(values[first...].allSatisfy { !$0.isNaN })
        let found = [first, first + 1, 42, 43].map { values[$0] }
        #expect(isClose(found, expected, within: 2e-13))
    }

    // pandas 3.1.1 to_datetime of these four times, sines and cosines by numpy.
    @Test(
        arguments: [
            (
                CalendarTerm.hour, [23.999722222222225, 0, 6.004166666666666, 13.5],
                [-7.27220521020543e-05, 0, 0.999999405044161, -0.38268343236508967],
                [0.9999999973557515, 1, -0.0010908305661642705, -0.9238795325112868]
            ),
            (
                .weekday, [3, 7, 7, 4],
                [
                    0.9749279121818236, -0.7818314824680299, -0.7818314824680299,
                    0.43388373911755823,
                ],
                [-0.22252093395631434, 0.6234898018587334, 0.6234898018587334, -0.900968867902419]
            ),
            (
                .day, [31, 1, 31, 29],
                [-0.20129852008866114, 0, -0.20129852008866114, -0.5712682150947924],
                [0.9795299412524943, 1, 0.9795299412524943, 0.8207634412072763]
            ),
            (
                .month, [12, 8, 12, 2],
                [-0.5, -0.5, -0.5, 0.5],
                [
                    0.8660254037844384, -0.8660254037844388, 0.8660254037844384,
                    0.8660254037844387,
                ]
            ),
        ] as [(CalendarTerm, [Double], [Double], [Double])]
    )
    func knowsTheCalendar(
        term: CalendarTerm,
        numbers: [Double],
        sines: [Double],
        cosines: [Double]
    ) throws {
        let table = try SeriesTable(
            channels: ["x"],
            columns: [[0, 0, 0, 0]],
            timestamps: [-1, 1_627_776_000, 1_704_002_415, 1_709_213_400]
        )
        let features = try table.columns(of: [.calendar(term, .number), .calendar(term)])
        #expect(features.channels == ["", "_sin", "_cos"].map { term.rawValue + $0 })
        #expect(isClose(Array(features.column(0)), numbers, within: 1e-14))
        #expect(isClose(Array(features.column(1)), sines, within: 1e-14))
        #expect(isClose(Array(features.column(2)), cosines, within: 1e-14))
    }

    @Test func turnsOncePerPeriod() throws {
        let features = try table(start: 86_400).columns(
            of: [.fourier(.rows(16), harmonics: 2), .fourier(.seconds(21_600))]
        )
        #expect(
            features.channels == [
                "fourier_16_sin_1", "fourier_16_cos_1", "fourier_16_sin_2", "fourier_16_cos_2",
                "fourier_21600s_sin_1", "fourier_21600s_cos_1",
            ]
        )
        // A quarter of the periods: 4 rows, 2 rows, and a row of 5,400 s.
        let quarters: [[Double]] = [[0, 1], [1, 0], [0, -1], [-1, 0]]
        for (first, rows) in [(0, 4), (2, 2), (4, 1)] {
            for quarter in 0..<8 {
                let found = [first, first + 1].map { features[$0, quarter * rows] }
                #expect(isClose(found, quarters[quarter % 4], within: 1e-14))
            }
        }
    }

    @Test(arguments: all)
    func looksBackOnly(feature: Feature) throws {
        let before = try table().columns(of: [feature])
        for cut in [0, 1, 5, 13, 20, 25, 33, 42] {
            var random = SeededRandom(seed: UInt64(cut))
            func perturbed(_ values: [Double]) -> [Double] {
                values.enumerated().map { row, value in
                    guard row > cut else { return value }
                    return row % 5 == 0 ? .nan : value * Double.random(in: 0.5..<2, using: &random)
                }
            }
            let after = try table(
                perturbed(Self.closes),
                perturbed(Self.highs),
                perturbed(Self.lows)
            ).columns(of: [feature])
            let short = try table().prefix(cut + 1).columns(of: [feature])
            for channel in 0..<before.channelCount {
                let expected = bitPatterns(Array(before.column(channel)[...].prefix(cut + 1)))
                #expect(bitPatterns(Array(after.column(channel).prefix(cut + 1))) == expected)
                #expect(bitPatterns(Array(short.column(channel))) == expected)
            }
        }
    }

    @Test func beginsAnewBehindAMissingValue() throws {
        var closes = Self.closes + Self.closes
        closes[43] = .nan
        let features = try SeriesTable(channels: ["close"], columns: [closes])
            .columns(of: Self.series.map { .series($0, of: "close") })
        let plain = try SeriesTable(channels: ["close"], columns: [Self.closes])
            .columns(of: Self.series.map { .series($0, of: "close") })
        // A lag and a return over more than a row reach behind the gap.
        let farther = ["close_lag_3", "close_return_5"]
        for (channel, name) in features.channels.enumerated() where !farther.contains(name) {
            let column = Array(features.column(channel))
            #expect(column[43].isNaN)
            #expect(isClose(Array(column[44...]), Array(plain.column(channel)), within: 1e-12))
        }
    }

    @Test func keepsStrengthInItsRange() throws {
        let up = (0..<20).map(Double.init)
        for (values, expected) in [
            (up, 100.0), (up.reversed(), 0), (Array(repeating: 5, count: 20), 50),
        ] {
            let table = try SeriesTable(channels: ["x"], columns: [values])
            let features = try table.columns(of: [.series(.relativeStrengthIndex(), of: "x")])
            #expect(features[0, 19] == expected)
        }
    }

    @Test func refusesChangesOfWhatHasNone() throws {
        let table = try SeriesTable(channels: ["x"], columns: [[0, 1, -1, 2, 4]])
        let features = try table.columns(
            of: [.series(.simpleReturn(), of: "x"), .series(.logReturn(), of: "x")]
        )
        #expect(isClose(Array(features.column(0)), [.nan, .nan, -2, -3, 1]))
        #expect(isClose(Array(features.column(1)), [.nan, .nan, .nan, .nan, 0.6931471805599453]))
    }

    @Test func standsBehindTheChannels() throws {
        let table = try table()
        let both = try table.appending(Self.all)
        #expect(both.channels.prefix(3) == ["high", "low", "close"])
        #expect(both.timestamps == table.timestamps)
        #expect(both.values.prefix(3 * 44) == table.values[...])
        #expect(Array(both.channels.dropFirst(3)) == Self.all.flatMap(\.names))
        #expect(throws: ForecastingError.self) { try both.appending(Self.all) }
    }

    @Test(arguments: OperationSchedules.threadCounts)
    func hasTheSameBitsOnAnyThreads(threads: Int) throws {
        let expected = try table().columns(of: Self.all, on: .sequential)
        let found = try table().columns(of: Self.all, on: OperationSchedules.pool(threads))
        #expect(found.channels == expected.channels)
        #expect(bitPatterns(found.values) == bitPatterns(expected.values))
    }

    @Test func refusesWhatMakesNoSense() throws {
        let table = try table()
        let series: [SeriesFeature] = [
            .lag(0), .rollingMean(0), .rollingStandardDeviation(1), .rollingMinimum(0),
            .rollingMaximum(-1), .rollingSkewness(2), .simpleReturn(0), .logReturn(0),
            .relativeStrengthIndex(0), .macd(fast: 0), .macd(fast: 9, slow: 9), .macd(signal: 0),
            .bollingerBands(1), .bollingerBands(5, deviations: 0), .rollingMean(.max),
        ]
        let features: [Feature] =
            series.map { .series($0, of: "close") } + [
                .averageTrueRange(high: "high", low: "low", close: "close", window: 0),
                .fourier(.rows(3), harmonics: 2), .fourier(.rows(24), harmonics: 0),
                .fourier(.rows(.nan)), .fourier(.seconds(0)),
            ]
        for feature in features {
            #expect(throws: ForecastingError.self) { try table.columns(of: [feature]) }
        }
        #expect(throws: ForecastingError.empty(what: "feature")) { try table.columns(of: []) }
        let known = ["high", "low", "close"]
        #expect(throws: ForecastingError.unknownChannel(name: "open", known: known)) {
            try table.columns(of: [.series(.lag(1), of: "open")])
        }
        let timeless = try SeriesTable(channels: ["x"], columns: [[1, 2]])
        for feature in [Feature.calendar(.hour), .fourier(.seconds(60))] {
            #expect(throws: ForecastingError.self) { try timeless.columns(of: [feature]) }
        }
        // Too little history is not an error.
        let short = try timeless.columns(of: Self.series.map { .series($0, of: "x") })
        #expect(short.values.filter { !$0.isNaN }.count == 2)
    }
}
