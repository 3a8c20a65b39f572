import Backtesting
import DataParallel
import Forecasting
import Foundation
import MarketData
import TestSupport
import Testing

@testable import Optimization

@Suite struct SignalMakerTests {
    private let table = SyntheticPrices.randomWalk(
        bars: 90,
        symbols: ["A", "B", "C"],
        interval: 86_400,
        seed: 7
    )

    /// Against fits of tables that end with the bar that is forecast from.
    @Test func forecastsEachBarFromThePastAlone() throws {
        let model = try ForecastModel(
            name: "nlinear-ridge",
            inputLength: 5,
            horizon: 3,
            refitBars: 10,
            warmupBars: 30,
            settings: ["penalty": "0.5"]
        )
        let start = 8
        let signals = try model.signals(
            of: table,
            symbols: ["C", "A"],
            bars: start..<80,
            seed: 0,
            on: ThreadPool(workerCount: 2)
        )
        #expect(signals.symbols == ["A", "C"])
        #expect(signals.barCount == 80)
        // The 30th bar from the start on is the first of a fit.
        #expect((0..<37).allSatisfy { signals.predictedReturn(bar: $0, symbol: 0).isNaN })
        #expect((0..<37).allSatisfy { signals.risk(bar: $0, symbol: 1).isNaN })
        for bar in 37..<80 {
            let fitBar = bar - (bar - 37) % 10
            func closes(upTo last: Int) throws -> SeriesTable {
                try SeriesTable(
                    channels: ["A", "C"],
                    columns: [0, 2].map { column in
                        (start...last).map { log(table[bar: $0, symbol: column]) }
                    }
                )
            }
            let fitted = try RidgeForecaster(.nlinear, inputLength: 5, horizon: 3, penalty: 0.5)
                .fit(TrainingData(closes(upTo: fitBar)), on: .sequential)
            let known = try closes(upTo: bar)
            let forecasts = try fitted.predict(known, origins: [known.count], on: .sequential)
            for channel in 0..<2 {
                let predicted = forecasts.point(origin: 0, channel: channel).last!
                let expected = predicted - known[channel, known.count - 1]
                let found = signals.predictedReturn(bar: bar, symbol: channel)
                #expect(found.bitPattern == expected.bitPattern)
            }
        }
    }

    @Test func takesTheDeviationOfPastReturnsForRisk() throws {
        // Two-bar returns 3, 5, 4, 2: mean 3.5, squares 0.25 + 2.25 + 0.25 + 2.25, over 3.
        let closes = [0.0, 1, 3, 6, 7, 8]
        #expect(SignalMaker.risk(closes[...], 2) == (5.0 / 3).squareRoot())
        // From the second on 5, 4, 2: squares 16 + 1 + 25, over 9 and over 2.
        #expect(abs(SignalMaker.risk(closes[1...], 2) - (42.0 / 9 / 2).squareRoot()) < 1e-15)
        #expect(SignalMaker.risk(closes[...], 5).isNaN)
    }

    @Test(arguments: [1, 2, 3, 8])
    func givesTheSameBitsOnAnyNumberOfThreads(workers: Int) throws {
        let model = try ForecastModel(
            name: "dlinear-ridge",
            inputLength: 26,
            horizon: 2,
            refitBars: 6
        )
        func signals(_ executor: some ParallelExecutor) throws -> [UInt64] {
            let signals = try model.signals(
                of: table,
                symbols: table.symbols,
                bars: 0..<90,
                seed: 3,
                on: executor
            )
            return (signals.returns + signals.risks).map(\.bitPattern)
        }
        let threaded = try signals(ThreadPool(workerCount: workers))
        let sequential = try signals(SequentialExecutor())
        #expect(threaded == sequential)
    }

    @Test func doesNotForecastWhereThereIsTooLittle() throws {
        let model = try ForecastModel(name: "drift", inputLength: 50, horizon: 10)
        let signals = try model.signals(
            of: table,
            symbols: ["A"],
            bars: 0..<90,
            seed: 0,
            on: SequentialExecutor()
        )
        #expect(signals.returns.allSatisfy { $0.isNaN })
    }

    @Test func refusesScheduleAndSymbolsThatMakeNoSense() throws {
        for (input, horizon, refit, warmup) in [
            (0, 1, 1, nil), (1, 0, 1, nil), (1, 1, 0, nil), (5, 5, 1, 10),
        ] as [(Int, Int, Int, Int?)] {
            #expect(throws: OptimizationError.self) {
                try ForecastModel(
                    name: "drift",
                    inputLength: input,
                    horizon: horizon,
                    refitBars: refit,
                    warmupBars: warmup
                )
            }
        }
        let model = try ForecastModel(name: "drift", inputLength: 5, horizon: 1)
        #expect(throws: OptimizationError.self) {
            try model.signals(
                of: table,
                symbols: ["Z"],
                bars: 0..<90,
                seed: 0,
                on: SequentialExecutor()
            )
        }
    }
}
