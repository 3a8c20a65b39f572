import Backtesting
import DataParallel
import Forecasting
import MarketData
import Synchronization

/// Makes the signals of models: fits them on schedule and forecasts every bar with the latest fit before.
///
/// The fits are independent pieces of work; the signals do not depend on who does them.
struct SignalMaker: Sendable {
    /// One model over bars that begin with a training range.
    struct Study: Sendable, Hashable {
        let model: ForecastModel
        /// From the training range's first bar to the last that is forecast from.
        let bars: Range<Int>
    }

    let table: PriceTable
    /// The columns that models see, in order.
    let columns: [Int]
    let seed: UInt64
    let maker: ForecastModel.Maker

    /// The signals of each study; nil if cancelled.
    ///
    /// A study of which some fit fails has the error of the earliest one.
    ///
    /// - Parameter last: The last bar that is forecast from; nil for all of each study.
    func signals(
        of studies: [Study],
        upTo last: Int? = nil,
        on executor: some ParallelExecutor,
        cancellation: CancellationToken?
    ) -> [Result<SignalTable, BacktestError>]? {
        let series = studies.map { closes($0.bars) }
        var tasks: [Task] = []
        for (place, study) in studies.enumerated() {
            let count = min(study.bars.upperBound, (last ?? .max - 1) + 1) - study.bars.lowerBound
            for row in study.model.fitRows(count: count) {
                let rows = row..<min(row + study.model.refitBars, count)
                tasks.append(Task(study: place, rows: rows))
            }
        }
        let pieces = tasks
        let made = Mutex([Result<Piece, BacktestError>?](repeating: nil, count: pieces.count))
        let parallelism = Parallelism(pool: executor as? ThreadPool, cancellation: cancellation)
        executor.forEach(count: pieces.count, cancellation: cancellation) { index in
            let task = pieces[index]
            let study = studies[task.study]
            let piece = Result { () throws(BacktestError) in
                try self.piece(study, task.rows, series[task.study], on: parallelism)
            }
            made.withLock { $0[index] = piece }
        }
        if let cancellation, cancellation.isCancelled { return nil }
        let results = made.withLock { $0 }
        return studies.indices.map { place in
            Result { () throws(BacktestError) in
                let own = tasks.indices.filter { tasks[$0].study == place }
                return try assemble(own.map { (tasks[$0].rows, results[$0]) }, studies[place])
            }
        }
    }

    /// A fit, and the rows that are forecast with it; the first is the last it learns from.
    private struct Task {
        let study: Int
        let rows: Range<Int>
    }

    /// What comes of a fit.
    private struct Piece {
        /// Row by row, symbol by symbol.
        let returns: [Double]
        /// Of each symbol.
        let risks: [Double]
    }

    /// The logarithms of closes. Bars before the training range are not there to be looked at.
    private func closes(_ bars: Range<Int>) -> SeriesTable {
        let logarithms = columns.map { column in
            (bars.lowerBound..<table.barCount).map { logarithm(table[bar: $0, symbol: column]) }
        }
        do {
            return try SeriesTable(
                channels: columns.map { table.symbols[$0] },
                columns: logarithms,
                timestamps: Array(table.timestamps[bars.lowerBound...])
            )
        } catch {
            preconditionFailure("columns of a price table make series: \(error)")
        }
    }

    private func piece(
        _ study: Study,
        _ rows: Range<Int>,
        _ series: SeriesTable,
        on parallelism: Parallelism
    ) throws(BacktestError) -> Piece {
        do {
            let forecaster = try maker(study.model, seed)
            let data = try TrainingData(series, train: 0..<(rows.lowerBound + 1))
            let fitted = try forecaster.fit(data, on: parallelism)
            // The origin is the first row that is forecast, one after the last that is known.
            let forecasts = try fitted.predict(
                series,
                origins: rows.map { $0 + 1 },
                on: parallelism
            )
            var returns: [Double] = []
            returns.reserveCapacity(rows.count * columns.count)
            for (place, row) in rows.enumerated() {
                for channel in columns.indices {
                    let steps = forecasts.point(origin: place, channel: channel)
                    returns.append((steps.last ?? .nan) - series[channel, row])
                }
            }
            let risks = columns.indices.map { channel in
                Self.risk(series.column(channel).prefix(rows.lowerBound + 1), study.model.horizon)
            }
            return Piece(returns: returns, risks: risks)
        } catch {
            let time = UTCTime.format(table.timestamps[study.bars.lowerBound + rows.lowerBound])
            throw .invalidSignals("\(study.model.label), fitted up to \(time): \(error)")
        }
    }

    /// The standard deviation (ddof 1) of the log returns over `horizon` bars from each of the rows; NaN
    /// with fewer than two.
    ///
    /// Not of a model's residuals: in the sample they are the smaller the more a model fits noise.
    static func risk(_ closes: ArraySlice<Double>, _ horizon: Int) -> Double {
        let count = closes.count - horizon
        guard count >= 2 else { return .nan }
        let first = closes.startIndex
        var sum = 0.0
        for row in first..<(first + count) { sum += closes[row + horizon] - closes[row] }
        let mean = sum / Double(count)
        var squares = 0.0
        for row in first..<(first + count) {
            let deviation = closes[row + horizon] - closes[row] - mean
            squares += deviation * deviation
        }
        return (squares / Double(count - 1)).squareRoot()
    }

    private func assemble(
        _ pieces: [(rows: Range<Int>, result: Result<Piece, BacktestError>?)],
        _ study: Study
    ) throws(BacktestError) -> SignalTable {
        let width = columns.count
        let bars = study.bars.upperBound
        var returns = [Double](repeating: .nan, count: bars * width)
        var risks = returns
        for (rows, result) in pieces {
            guard let piece = try result?.get() else {
                preconditionFailure("every piece that is not cancelled is made")
            }
            for (place, row) in rows.enumerated() {
                let bar = (study.bars.lowerBound + row) * width
                for channel in 0..<width {
                    returns[bar + channel] = piece.returns[place * width + channel]
                    risks[bar + channel] = piece.risks[channel]
                }
            }
        }
        return try SignalTable(
            symbols: columns.map { table.symbols[$0] },
            barCount: bars,
            returns: returns,
            risks: risks
        )
    }
}
