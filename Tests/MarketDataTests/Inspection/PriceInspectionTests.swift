import TestSupport
import Testing

@testable import MarketData

@Suite struct PriceInspectionTests {
    private static func inspect(
        _ files: [(name: String, text: String)],
        options: InspectionOptions = .init()
    ) throws -> PriceInspection {
        let directory = try TemporaryDirectory()
        let paths = try files.map { try directory.write($0.text, to: $0.name) }
        return try PriceInspection(paths: paths, options: options)
    }

    private static func text(_ table: PriceTable) throws -> String {
        let bytes = try PriceWriter.files(PriceGrid(table), at: "a.csv")[0].bytes
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func soundPricesHaveNoWarnings() throws {
        let walk = SyntheticPrices.randomWalk(bars: 500, symbols: ["A", "B"])
        let inspection = try Self.inspect([("a.csv", try Self.text(walk))])
        #expect(inspection.findings == [])
        #expect(inspection.worst == nil)
        #expect(inspection.barCount == 500)
        #expect(inspection.first == walk.timestamps[0])
        #expect(inspection.last == walk.timestamps[0] + 499 * 3600)
        #expect(inspection.barsPerYear == 8760)
        #expect(inspection.regularity.interval == 3600)
        #expect(inspection.regularity.regular == 499)
        #expect(inspection.gaps.gapCount == 0)
        #expect(inspection.staleBars == 24)
        #expect(inspection.common == walk)
        #expect(inspection.correlation?.symbols == ["A", "B"])
    }

    @Test func figuresOfASymbol() throws {
        // Log returns: ln 2, -ln 2, 0 and ln 4; their mean is ln 4 / 4, sd ln 2 x sqrt(5 / 3).
        let inspection = try Self.inspect([
            (
                "A.csv",
                "date,close\n2021-01-01,1\n2021-01-02,2\n2021-01-03,1\n2021-01-04,1\n2021-01-05,4\n"
            )
        ])
        let symbol = try #require(inspection.symbols.first)
        #expect(symbol.coverage.bars == 5)
        #expect(symbol.firstClose == 1 && symbol.lastClose == 4)
        #expect(symbol.minimum == 1 && symbol.maximum == 4)
        let ln2 = 0.6931471805599453
        let deviation = ln2 * (5.0 / 3).squareRoot() * Double(365).squareRoot()
        #expect(abs((symbol.annualVolatility ?? 0) - deviation) < 1e-9)
        #expect(symbol.largestMove?.timestamp == utc("2021-01-05"))
        #expect(abs((symbol.largestMove?.logReturn ?? 0) - 2 * ln2) < 1e-12)
        // Median ln 2 / 2; distances 0.5, 1.5, 0.5 and 1.5 ln 2, of which the median is ln 2.
        #expect(abs((symbol.robustDeviation ?? 0) - 1.4826 * ln2) < 1e-12)
        #expect(inspection.correlation == nil)
        #expect(symbol.zeroVolume == nil && symbol.candles == nil)
    }

    @Test func candlesAndVolumes() throws {
        let text = """
            Date,Open,High,Low,Close,Adj Close,Volume
            2021-01-01,10,12,9,11,5.5,100
            2021-01-02,10,10.5,9,11,5.5,0
            2021-01-03,10,12,11,10,5,0
            2021-01-04,10,12,9,11,5.5,x
            2021-01-05,13,12,14,11,5.5,0
            2021-01-06,,,,11,5.5,7
            """
        let symbol = try #require(try Self.inspect([("A.csv", text)]).symbols.first)
        // High below close at 2, low above open and close at 3, high below open and low, low above both at 5.
        #expect(
            symbol.candles
                == CandleConsistency(bars: 5, lowHighs: 2, highLows: 2, first: utc("2021-01-02"))
        )
        #expect(
            symbol.zeroVolume
                == ZeroVolume(
                    bars: 5,
                    zeroBars: 3,
                    longestRun: 2,
                    longestRunStart: utc("2021-01-02")
                )
        )
        #expect(symbol.firstClose == 5.5)
        let findings = try Self.inspect([("A.csv", text)]).findings
        #expect(findings.map(\.kind) == [.volume, .candles])
        #expect(findings.map(\.severity) == [.warning, .warning])
        #expect(
            findings.map(\.text) == [
                "A has 3 bars of 5 without volume, at most 2 in a row, from 2021-01-02",
                "A has 2 highs below and 2 lows above the open or close, the first at 2021-01-02",
            ]
        )
    }

    @Test func candlesOfKlinesAndLongFiles() throws {
        let klines = (0..<3).map {
            "\(1_609_459_200_000 + 3_600_000 * $0),9,12,8,\(9 + $0),\($0),1609462799999,1,2,3,4,0\n"
        }
        let kline = try Self.inspect([("BTCUSDT-1h-2021-01.csv", klines.joined())])
        #expect(kline.symbols[0].zeroVolume?.zeroBars == 1)
        #expect(kline.symbols[0].candles?.bars == 3)
        #expect(kline.symbols[0].candles?.first == nil)
        let long = """
            symbol,date,high,close,volume
            A,2021-01-01,2,1,1
            B,2021-01-01,2,3,0
            A,2021-01-02,2,1,0
            B,2021-01-02,2,1,0
            """
        let inspection = try Self.inspect([("a.csv", long)])
        #expect(inspection.symbols.map { $0.zeroVolume?.longestRun } == [1, 2])
        #expect(inspection.symbols.map { $0.candles?.lowHighs } == [0, 1])
    }

    @Test func coverageAndGaps() throws {
        let text = """
            date,A,B
            2021-01-01,1,
            2021-01-02,2,
            2021-01-03,1,
            2021-01-06,2,1
            2021-01-07,,2
            2021-01-08,1,1
            """
        let inspection = try Self.inspect([("a.csv", text)])
        #expect(inspection.gaps.missingBars == 2)
        #expect(inspection.common?.barCount == 2)
        #expect(
            inspection.findings.map(\.text) == [
                "2 bars missing in 1 gap, the longest 2 from 2021-01-04",
                "of 6 bars only 2 have all symbols",
                "A lacks 1 bar in between that others have",
                "B starts 3 bars after the first, at 2021-01-06",
            ]
        )
        #expect(
            inspection.findings.map(\.severity) == [.warning, .warning, .note, .note]
        )
    }

    @Test func irregularBars() throws {
        let regular: [Int64] = (0..<50).map { $0 * 3600 }
        let times = regular + [180_600, 183_600, 183_660]
        let table = try table(at: times)
        let regularity = BarRegularity(table.timestamps, interval: table.interval)
        #expect(regularity.regular == 49)
        #expect(regularity.shorter == 2)
        #expect(regularity.longer == 1)
        #expect(regularity.phase == 0)
        #expect(regularity.shifted == 2)
    }

    @Test func outliersStaleRunsAndTwins() throws {
        let walk = SyntheticPrices.randomWalk(bars: 200, symbols: ["A"], interval: 86_400)
        var closes = walk.closes.asArray
        closes[50] *= 1000
        closes[120] = closes[119]
        for bar in 150..<160 { closes[bar] = closes[149] }
        var text = "date,A,B\n"
        for bar in closes.indices {
            text += "\(UTCTime.format(Int64(bar) * 86_400)),\(closes[bar]),\(closes[bar] * 2)\n"
        }
        let inspection = try Self.inspect([("a.csv", text)])
        let findings = inspection.findings
        #expect(findings.map(\.kind) == [.spikes, .spikes, .stale, .stale, .correlation])
        #expect(findings.allSatisfy { $0.severity == .warning })
        #expect(findings[0].text.hasPrefix("A has 1 spike, the largest +"))
        #expect(findings[0].text.contains(" % at 1970-02-20, "))
        #expect(
            findings[3].text
                == "B has 1 stale run, the longest 11 bars of \(closes[149] * 2) from 1970-05-30"
        )
        #expect(
            findings[4].text
                == "A and B have a correlation of 1.0: is it the same series twice?"
        )
        let lax = InspectionOptions(outlierDeviations: 1e6, staleBars: 12, mostCorrelated: 1)
        #expect(try Self.inspect([("a.csv", text)], options: lax).findings == [])
    }

    @Test func fewReturnsCorrelateByChance() throws {
        let walk = SyntheticPrices.randomWalk(bars: 21, symbols: ["A"], interval: 86_400)
        func kinds(_ bars: Int) throws -> [InspectionFinding.Kind] {
            let twins = try PriceTable(
                symbols: ["A", "B"],
                timestamps: Array(walk.timestamps.prefix(bars)),
                closes: walk.closes.prefix(bars).flatMap { [$0, 2 * $0] }
            )
            return try Self.inspect([("a.csv", try Self.text(twins))]).findings.map(\.kind)
        }
        #expect(try kinds(21) == [.correlation])
        #expect(try kinds(20) == [])
    }

    @Test func mistakesAreErrorsAndComeFirst() throws {
        let inspection = try Self.inspect([
            ("a.csv", "date,A\n2021-01-03,0\n2021-01-01,1\n2021-01-02,2\n"),
            ("b.csv", "date,A\n2021-01-02,3\n2021-01-01,1\n"),
        ])
        #expect(inspection.worst == .error)
        #expect(inspection.findings.prefix(3).map(\.severity) == [.error, .error, .error])
        #expect(inspection.findings.prefix(3).map(\.kind) == [.repair, .overlap, .overlap])
        #expect(inspection.findings[0].text.hasPrefix("1 zero or negative price; the first: "))
        #expect(inspection.findings[1].text.contains("two files differ in 1 close; the first: "))
        #expect(inspection.findings[3].text.hasPrefix("2 unsorted files; the first: "))
    }

    @Test(arguments: [
        InspectionOptions(outlierDeviations: 0), InspectionOptions(staleBars: 1),
        InspectionOptions(correlation: 1.5),
    ])
    func optionsOutOfRange(_ options: InspectionOptions) throws {
        let error = #expect(throws: MarketDataError.self) {
            try Self.inspect([("a.csv", "date,A\n2021-01-01,1\n")], options: options)
        }
        #expect(error?.category == .usage)
    }

    @Test func aSingleBar() throws {
        let inspection = try Self.inspect([("a.csv", "date,A,B\n2021-01-01,1,2\n")])
        #expect(inspection.findings == [])
        #expect(
            inspection.symbols.allSatisfy { $0.annualVolatility == nil && $0.largestMove == nil }
        )
        #expect(inspection.correlation == nil)
    }
}
