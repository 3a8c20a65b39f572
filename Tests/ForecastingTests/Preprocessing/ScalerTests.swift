import TestSupport
import Testing

@testable import Forecasting

@Suite struct ScalerTests {
    static let scalers: [Scaler] = [
        .none, .standard, .robust, .minMax, .maxAbsolute, .boxCox(), .boxCox(lambda: 0),
        .boxCox(lambda: -1.5),
    ]
    private let first = [12.5, 14.25, 13, 55.5, 9.75, 16, 21.125, 10.5]
    private let second = [-3, 0.5, 7.25, .nan, 2, -8.5, 4, 1.25]

    // sklearn.preprocessing 1.9.1 StandardScaler, RobustScaler, MinMaxScaler, MaxAbsScaler fit_transform.
    @Test(
        arguments: [
            (
                Scaler.standard,
                [
                    -0.46451384874783197, -0.34093771796456074, -0.4292063828097545,
                    2.5719282219268322, -0.6587049114072582, -0.21736158718128953,
                    0.14453993868400472, -0.6057437125001419,
                ],
                [
                    -0.746505533656008, 0, 1.4396892434794442, .nan, 0.319930942995432,
                    -1.919585657972592, 0.746505533656008, 0.159965471497716,
                ]
            ),
            (
                .robust,
                [
                    -0.21301775147928995, 0.11834319526627218, -0.11834319526627218,
                    7.928994082840236, -0.7337278106508875, 0.44970414201183434,
                    1.4201183431952662, -0.591715976331361,
                ],
                [
                    -1, -0.17647058823529413, 1.411764705882353, .nan, 0.17647058823529413,
                    -2.2941176470588234, 0.6470588235294118, 0,
                ]
            ),
            (
                .minMax,
                [
                    0.06010928961748638, 0.09836065573770494, 0.07103825136612021, 1, 0,
                    0.1366120218579235, 0.2486338797814208, 0.016393442622950838,
                ],
                [
                    0.3492063492063492, 0.5714285714285714, 1, .nan, 0.6666666666666666, 0,
                    0.7936507936507936, 0.6190476190476191,
                ]
            ),
            (
                .maxAbsolute,
                [
                    0.22522522522522523, 0.25675675675675674, 0.23423423423423423, 1,
                    0.17567567567567569, 0.2882882882882883, 0.38063063063063063,
                    0.1891891891891892,
                ],
                [
                    -0.35294117647058826, 0.058823529411764705, 0.8529411764705882, .nan,
                    0.23529411764705882, -1, 0.47058823529411764, 0.14705882352941177,
                ]
            ),
        ] as [(Scaler, [Double], [Double])]
    )
    func scalesLikeOthers(scaler: Scaler, first: [Double], second: [Double]) throws {
        let table = try SeriesTable(channels: ["a", "b"], columns: [self.first, self.second])
        let scaled = try scaler.fit(table).transform(table)
        #expect(isClose(Array(scaled.column(0)), first, within: 1e-14))
        #expect(isClose(Array(scaled.column(1)), second, within: 1e-14))
    }

    // (x^lambda - 1) / lambda in numpy 2.4.6, then less its mean, divided by its standard deviation.
    @Test(
        arguments: [
            (
                0.5,
                [
                    -0.4796223156106011, -0.2974012021691718, -0.4263243519995309,
                    2.499983032648038, -0.7940288632510445, -0.12606580319229715,
                    0.3277634462038363, -0.7043039426292287,
                ]
            ),
            (
                0,
                [
                    -0.48297059272190923, -0.23105830684265652, -0.40756564326441996,
                    2.382931347282759, -0.9606573743676706, -0.008362402229552222,
                    0.5258618588607542, -0.8181788867173023,
                ]
            ),
            (
                -1.5,
                [
                    -0.3779904617350566, 0.05981989118965359, -0.23780466773538578,
                    1.8133808333705068, -1.4861425388277523, 0.38132566789407124,
                    0.9588319863802475, -1.1114207105362843,
                ]
            ),
        ] as [(Double, [Double])]
    )
    func bendsAsGiven(lambda: Double, expected: [Double]) throws {
        let table = try SeriesTable(channels: ["a"], columns: [first])
        let scaled = try Scaler.boxCox(lambda: lambda).fit(table).transform(table)
        #expect(isClose(Array(scaled.column(0)), expected, within: 1e-13))
    }

    @Test func findsTheMostLikelyPower() throws {
        // scipy 1.17.1: the greatest boxcox_llf by minimize_scalar(bounded, xatol=1e-10), and
        // sklearn.preprocessing.PowerTransformer("box-cox").
        let table = try SeriesTable(channels: ["a"], columns: [first])
        let fitted = try Scaler.boxCox().fit(table)
        #expect(abs(fitted.lambdas[0] + 1.47919615) < 2e-7)
        let expected = [
            -0.38047655932037955, 0.05564551842213026, -0.24095901299276112,
            1.821895148211595, -1.4798803669349985, 0.3767380576420737,
            0.9557738365236802, -1.1087366215513401,
        ]
        #expect(isClose(Array(try fitted.transform(table).column(0)), expected, within: 1e-6))
    }

    @Test(arguments: scalers)
    func comesBack(scaler: Scaler) throws {
        var random = SeededRandom(seed: 5)
        let columns = [1e-3, 1, 1e6].map { offset in
            (0..<500).map { row in
                row % 7 == 3 ? .nan : offset * Double.random(in: 1..<3, using: &random)
            }
        }
        let table = try SeriesTable(channels: ["a", "b", "c"], columns: columns)
        let fitted = try scaler.fit(table, train: 20..<400)
        let back = try fitted.inverse(try fitted.transform(table))
        for channel in 0..<3 {
            #expect(
                zip(back.column(channel), table.column(channel)).allSatisfy { back, value in
                    value.isNaN ? back.isNaN : abs(back - value) <= 1e-12 * value
                }
            )
        }
    }

    @Test(arguments: scalers)
    func looksAtTrainingRowsAlone(scaler: Scaler) throws {
        var values = (0..<50).map { 1 + Double(($0 * 7) % 13) }
        let table = try SeriesTable(channels: ["a"], columns: [values])
        for row in Array(0..<10) + Array(40..<50) { values[row] = -1e9 }
        let other = try SeriesTable(channels: ["a"], columns: [values])
        #expect(
            try scaler.fit(table, train: 10..<40) == scaler.fit(other, train: 10..<40)
        )
    }

    @Test(arguments: scalers)
    func leavesConstantColumnsUnscaled(scaler: Scaler) throws {
        // The mean of many equal values, summed up, would be off in its last bits.
        let table = try SeriesTable(
            channels: ["a"],
            columns: [Array(repeating: 0.1, count: 10_000)]
        )
        let fitted = try scaler.fit(table)
        #expect(fitted.scales == [scaler == .maxAbsolute ? 0.1 : 1])
        #expect(
            try fitted.transform(table).values.allSatisfy {
                $0 == fitted.transform(0.1, channel: 0)
            }
        )
        if scaler == .standard { #expect(fitted.transform(0.1, channel: 0) == 0) }
        if scaler == .boxCox() { #expect(fitted.lambdas == [1]) }
    }

    @Test func keepsDigitsUnderLargeOffsets() throws {
        let deviations = (0..<20_000).map { Double(($0 * 37) % 101) }
        let near = try SeriesTable(channels: ["a"], columns: [deviations])
        let far = try SeriesTable(channels: ["a"], columns: [deviations.map { $0 + 0x1p40 }])
        #expect(try Scaler.standard.fit(near).scales == Scaler.standard.fit(far).scales)
    }

    @Test(arguments: scalers, OperationSchedules.threadCounts)
    func hasTheSameBitsOnAnyThreads(scaler: Scaler, threads: Int) throws {
        var random = SeededRandom(seed: 9)
        let columns = (0..<3).map { _ in
            (0..<9_000).map { _ in Double.random(in: 1..<9, using: &random) }
        }
        let table = try SeriesTable(channels: ["a", "b", "c"], columns: columns)
        let expected = try scaler.fit(table, on: .sequential)
        let parallelism = OperationSchedules.pool(threads)
        let fitted = try scaler.fit(table, on: parallelism)
        #expect(fitted == expected)
        let scaled = try fitted.transform(table, on: parallelism)
        #expect(scaled.values == (try expected.transform(table, on: .sequential)).values)
        let back = try fitted.inverse(scaled, on: parallelism)
        #expect(back.values == (try expected.inverse(scaled, on: .sequential)).values)
    }

    @Test func bringsForecastsBack() throws {
        let table = try SeriesTable(channels: ["a", "b"], columns: [[1, 3], [10, 30]])
        let fitted = try Scaler.minMax.fit(table)
        var forecasts = Forecasts(
            origins: [2, 2],
            channelCount: 2,
            horizon: 2,
            quantileLevels: [0.1, 0.5, 0.9]
        )
        forecasts.points = [0, 1, 0.5, 0, 1, 1, 2, -1]
        forecasts.quantiles = (0..<24).map { Double($0 % 3) }
        let back = try fitted.inverse(forecasts)
        #expect(back.points == [1, 3, 20, 10, 3, 3, 50, -10])
        let expected = (0..<24).map { place in
            fitted.inverse(Double(place % 3), channel: place / 6 % 2)
        }
        #expect(back.quantiles == expected)
        #expect(throws: ForecastingError.self) {
            try fitted.inverse(Forecasts(origins: [2], channelCount: 1, horizon: 2))
        }
    }

    @Test func endsWhereThePowerEnds() throws {
        let table = try SeriesTable(channels: ["a"], columns: [[1, 2, 3, 4]])
        #expect(try Scaler.boxCox(lambda: 0.5).fit(table).inverse(-100, channel: 0) == 0)
        #expect(try Scaler.boxCox(lambda: -1).fit(table).inverse(100, channel: 0) == .infinity)
    }

    @Test(arguments: scalers)
    func comesBackFromItsRecord(scaler: Scaler) throws {
        let table = try SeriesTable(
            channels: ["a", "b c"],
            columns: [first, [5, 4, 3, 2, 1, 2, 3, 9]]
        )
        let fitted = try scaler.fit(table)
        var record = ModelRecord(name: "any")
        fitted.write(to: &record, prefix: "scaler.")
        let read = try FittedScaler(RecordReader(record, path: "file"), prefix: "scaler.")
        #expect(read == fitted)
        record.arrays["scaler.scales"] = .double([1, 0])
        let broken = RecordReader(record, path: "file")
        #expect(throws: ForecastingError.self) { try FittedScaler(broken, prefix: "scaler.") }
        #expect(throws: ForecastingError.self) { try FittedScaler(broken, prefix: "other.") }
    }

    @Test func refusesWhatItCannotFit() throws {
        let empty = try SeriesTable(channels: ["a", "b"], columns: [[1, 2], [.nan, .nan]])
        for scaler in Self.scalers where scaler != .none {
            #expect(throws: ForecastingError.empty(what: "value of b in rows to fit on")) {
                try scaler.fit(empty)
            }
        }
        let infinite = try SeriesTable(channels: ["a"], columns: [[1, .infinity, 2]])
        for scaler in Self.scalers where scaler != .none {
            #expect(throws: ForecastingError.missingValue(channel: "a", time: 1)) {
                try scaler.fit(infinite)
            }
        }
        let negative = try SeriesTable(channels: ["a"], columns: [[1, 0, 2]])
        #expect(throws: ForecastingError.self) { try Scaler.boxCox().fit(negative) }
        let positive = try Scaler.boxCox(lambda: 1).fit(negative, train: 2..<3)
        #expect(throws: ForecastingError.self) { try positive.transform(negative) }
        #expect(throws: ForecastingError.self) { try Scaler.standard.fit(negative, train: 1..<4) }
        #expect(throws: ForecastingError.self) { try Scaler.standard.fit(negative, train: 1..<1) }
        #expect(throws: ForecastingError.self) { try Scaler.boxCox(lambda: .nan).fit(negative) }
        let wide = try SeriesTable(channels: ["a"], columns: [[1e308, -1e308]])
        #expect(throws: ForecastingError.self) { try Scaler.minMax.fit(wide) }
    }

    @Test func refusesOtherChannels() throws {
        let fitted = try Scaler.standard.fit(
            SeriesTable(channels: ["a", "b"], columns: [[1, 2], [3, 4]])
        )
        let fewer = try SeriesTable(channels: ["a"], columns: [[1, 2]])
        #expect(
            throws: ForecastingError.mismatch(
                what: "channels of the scaler",
                expected: 2,
                found: 1
            )
        ) { try fitted.transform(fewer) }
        let swapped = try SeriesTable(channels: ["b", "a"], columns: [[1, 2], [3, 4]])
        #expect(throws: ForecastingError.self) { try fitted.inverse(swapped) }
    }
}
