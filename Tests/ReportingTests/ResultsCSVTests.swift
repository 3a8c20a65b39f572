import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting
import TestSupport
import Testing
import Validation

@Suite struct ResultsCSVTests {
    /// The columns that the file format fixes, in order.
    private static let fixedColumns = """
        config_id, assets, weights, threshold, method, calendar_days, min_interval_hours, \
        momentum_filter, test_outperformance, test_return, test_sharpe, test_drawdown, \
        test_win_rate, test_consistency, train_outperformance, generalization_gap, splits_tested, \
        train_return, train_sharpe, train_drawdown
        """

    private static func records(_ result: OptimizationResult) throws -> CSVRecords {
        let text = String(decoding: ResultsCSV.encode(result), as: UTF8.self)
        return try #require(CSVRecords(text), "not a whole CSV file")
    }

    /// The bits of a field, with every NaN the same.
    private static func bits(_ text: String?) -> UInt64? {
        text.flatMap { Double($0) }.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
    }

    private static func bits(_ value: Double) -> UInt64 {
        value.isNaN ? Double.nan.bitPattern : value.bitPattern
    }

    @Test func theFormatsColumnsComeFirst() throws {
        let columns = Self.fixedColumns.split(separator: ", ").map(String.init)
        #expect(columns.count == 20)
        #expect(Array(ResultsCSV.columns.prefix(20)) == columns)
        #expect(Set(ResultsCSV.columns).count == ResultsCSV.columns.count)
        #expect(try Self.records(Studies.standard()).header == ResultsCSV.columns)
    }

    @Test func everyListedCandidateHasARowInIDOrder() throws {
        let result = try Studies.standard()
        let records = try Self.records(result)
        #expect(records.rows.count == 5 * 32)
        for (row, fields) in records.rows.enumerated() {
            #expect(fields.count == records.header.count)
            let candidate = result.optimizer.space[row]
            #expect(records.field("config_id", ofRow: row) == "\(row + 1)")
            #expect(
                records.field("assets", ofRow: row) == candidate.symbols.joined(separator: "|")
            )
            #expect(Self.bits(fields[3]) == candidate.policy.threshold.bitPattern)
            #expect(fields[4] == candidate.policy.method.rawValue)
            #expect(fields[5] == "\(candidate.policy.calendarDays)")
            #expect(fields[6] == "\(candidate.policy.minimumIntervalHours)")
            #expect(fields[7] == "\(candidate.policy.momentumVeto)")
        }
    }

    @Test func weightsHaveFourDecimals() throws {
        let records = try Self.records(Studies.standard())
        let weights = Set(records.rows.map { $0[2] })
        #expect(weights == ["0.5000|0.5000", "0.3333|0.6667", "0.3300|0.3300|0.3400"])
    }

    @Test func figuresReadBackBitForBit() throws {
        let result = try Studies.standard()
        let records = try Self.records(result)
        for row in records.rows.indices {
            let summary = try #require(result.summary(ofID: row + 1))
            let figures: [(String, Double)] = [
                ("test_outperformance", summary.testOutperformance),
                ("test_return", summary.testReturn),
                ("test_sharpe", summary.testSharpe),
                ("test_drawdown", summary.testDrawdown),
                ("test_win_rate", summary.testWinRate),
                ("test_consistency", summary.testConsistency),
                ("train_outperformance", summary.trainOutperformance),
                ("generalization_gap", summary.generalizationGap),
                ("splits_tested", Double(summary.splitsTested)),
                ("train_return", summary.trainReturn),
                ("train_sharpe", summary.trainSharpe),
                ("train_drawdown", summary.trainDrawdown),
                ("test_sortino", summary.testSortino),
                ("test_calmar", summary.testCalmar),
                ("test_volatility", summary.testVolatility),
                ("test_turnover", summary.testTurnover),
                ("test_cost", summary.testCost),
                ("test_rebalances", summary.testRebalances),
            ]
            for (column, value) in figures {
                let text = records.field(column, ofRow: row)
                #expect(Self.bits(text) == Self.bits(value), "\(column) of #\(row + 1)")
            }
            #expect(records.field("splits_tested", ofRow: row) == "2")
            #expect(records.field("error", ofRow: row) == "")
        }
    }

    @Test func foldedCandidatesRepeatTheFiguresUnderTheirOwnSettings() throws {
        let result = try Studies.standard()
        let records = try Self.records(result)
        var folded = 0
        for row in records.rows.indices {
            let canonical = result.evaluations.canonicalID(of: row + 1)
            #expect(records.field("evaluated_as", ofRow: row) == "\(canonical)")
            #expect(canonical <= row + 1)
            #expect(records.rows[row].dropFirst(8) == records.rows[canonical - 1].dropFirst(8))
            guard canonical != row + 1 else { continue }
            folded += 1
            #expect(records.rows[row][3...7] != records.rows[canonical - 1][3...7])
        }
        #expect(folded == result.optimizer.space.count - result.optimizer.distinctCount)
        #expect(folded > 0)
    }

    @Test func failedCandidatesHaveARowWithTheirError() throws {
        let result = try Studies.withFailures()
        #expect(result.evaluations.failedCount == 2)
        let records = try Self.records(result)
        #expect(records.rows.count == 4)
        for row in 0..<4 {
            let fields = records.rows[row]
            #expect(fields.count == records.header.count)
            let isFailed = row >= 2
            let figures = fields[8..<(fields.count - 2)]
            #expect(figures.allSatisfy { $0.isEmpty == isFailed }, "#\(row + 1)")
            let error = try #require(records.field("error", ofRow: row))
            #expect(error.contains("the portfolio's value became") == isFailed)
            #expect(records.field("evaluated_as", ofRow: row) == "\(row + 1)")
        }
        #expect(records.field("assets", ofRow: 2) == "DOOMED|ALSO,DOOMED")
    }

    @Test(arguments: [
        ["a,b", "say \"x\"", "two\nlines"],
        ["cr\rlf", "both\r\nends", " spaces "],
        ["comma,\u{301}accent", "quote\"\u{301}accent", "\u{1F4C8},é"],
        ["=1+2", "#comment", "日本"],
    ])
    func symbolsAreQuotedWhereTheyMustBe(_ symbols: [String]) throws {
        let records = try Self.records(Studies.standard(symbols: symbols))
        #expect(records.rows.count == 5 * 32)
        for fields in records.rows { #expect(fields.count == records.header.count) }
        let expected = Set([
            "\(symbols[0])|\(symbols[1])", "\(symbols[1])|\(symbols[2])",
            symbols.joined(separator: "|"),
        ])
        #expect(Set(records.rows.map { $0[1] }) == expected)
    }

    @Test func numbersUsePlainASCIIAndNoSpaces() throws {
        let text = String(decoding: ResultsCSV.encode(try Studies.standard()), as: UTF8.self)
        #expect(text.allSatisfy { $0.isASCII && $0 != " " && $0 != "\"" })
    }

    @Test(arguments: [1, 2, 3, 8])
    func anyNumberOfWorkersGivesTheSameBytes(_ workers: Int) throws {
        let serial = ResultsCSV.encode(try Studies.standard())
        let executor = ThreadPool(workerCount: workers)
        #expect(ResultsCSV.encode(try Studies.standard(executor: executor)) == serial)
    }

    @Test func aStoppedRunKeepsTheRowsThatAreFinished() throws {
        let token = CancellationToken()
        let table = SyntheticPrices.randomWalk(
            bars: 60,
            symbols: ["AAA", "BBB", "CCC"],
            interval: 86_400,
            seed: 7
        )
        let optimizer = try Optimizer(
            table: table,
            space: Studies.space(table.symbols),
            settings: OptimizationSettings(walkForward: Studies.windows, odds: .off)
        )
        let stopped = try optimizer.run(
            on: SequentialExecutor(),
            cancellation: token,
            progress: { _ in token.cancel() }
        )
        #expect(!stopped.isComplete)
        let whole = try Self.records(Studies.standard())
        let part = try Self.records(stopped)
        #expect(!part.rows.isEmpty)
        #expect(part.rows.count < whole.rows.count)
        let ids = part.rows.compactMap { Int($0[0]) }
        #expect(ids == ids.sorted())
        for (id, fields) in zip(ids, part.rows) { #expect(fields == whole.rows[id - 1]) }
    }
}
