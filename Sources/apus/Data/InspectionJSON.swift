import MarketData

/// What `apus data inspect --json` prints: one object.
struct InspectionJSON: Encodable {
    struct File: Encodable {
        let path: String
        let layout: String
        let bars: Int
        let symbols: [String]
    }

    struct Repair: Encodable {
        let kind: String
        let count: Int
        let first: String?
        let example: String
    }

    struct Gap: Encodable {
        let from: String
        let missingBars: Int
    }

    struct Outlier: Encodable {
        let time: String
        let logReturn: Double
        let deviations: Double
        let isSpike: Bool
    }

    struct StaleRun: Encodable {
        let from: String
        let bars: Int
        let close: Double
    }

    struct Symbol: Encodable {
        let symbol: String
        let firstBar: String
        let lastBar: String
        let bars: Int
        let barsBefore: Int
        let barsAfter: Int
        let missingInside: Int
        let firstClose: Double
        let lastClose: Double
        let minimum: Double
        let maximum: Double
        let annualVolatility: Double?
        let largestMove: Double?
        let largestMoveTime: String?
        let robustDeviation: Double?
        let outliers: [Outlier]
        let staleRuns: [StaleRun]
        let zeroVolumeBars: Int?
        let longestZeroVolumeRun: Int?
        let lowHighs: Int?
        let highLows: Int?

        init(_ symbol: SymbolInspection) {
            let coverage = symbol.coverage
            self.symbol = coverage.symbol
            firstBar = UTCTime.format(coverage.first)
            lastBar = UTCTime.format(coverage.last)
            (bars, barsBefore) = (coverage.bars, coverage.barsBefore)
            (barsAfter, missingInside) = (coverage.barsAfter, coverage.missingInside)
            (firstClose, lastClose) = (symbol.firstClose, symbol.lastClose)
            (minimum, maximum) = (symbol.minimum, symbol.maximum)
            annualVolatility = symbol.annualVolatility
            largestMove = symbol.largestMove?.logReturn
            largestMoveTime = symbol.largestMove.map { UTCTime.format($0.timestamp) }
            robustDeviation = symbol.robustDeviation
            outliers = symbol.outliers.map {
                Outlier(
                    time: UTCTime.format($0.timestamp),
                    logReturn: $0.logReturn,
                    deviations: $0.deviations,
                    isSpike: $0.isSpike
                )
            }
            staleRuns = symbol.staleRuns.map {
                StaleRun(from: UTCTime.format($0.start), bars: $0.bars, close: $0.close)
            }
            zeroVolumeBars = symbol.zeroVolume?.zeroBars
            longestZeroVolumeRun = symbol.zeroVolume?.longestRun
            lowHighs = symbol.candles?.lowHighs
            highLows = symbol.candles?.highLows
        }
    }

    struct Finding: Encodable {
        let severity: String
        let kind: String
        let symbol: String?
        let text: String
    }

    struct Room: Encodable {
        let windowDays: Int
        let testWindows: Int
        let usualTestWindows: Int
        let longestWindowDays: Int?
        let assetSets: Int?

        init(_ room: OptimizeRoom) {
            (windowDays, testWindows) = (room.windowDays, room.testWindows)
            usualTestWindows = room.usualTestWindows
            longestWindowDays = room.longestWindowDays
            assetSets = room.assetSets
        }
    }

    let files: [File]
    let bars: Int
    let commonBars: Int
    let firstBar: String
    let lastBar: String
    let intervalSeconds: Int64
    let barsPerYear: Double
    let hasWeekendBars: Bool
    let regularSpacings: Int
    let shorterSpacings: Int
    let longerSpacings: Int
    let missingBars: Int
    let gapCount: Int
    let largestGaps: [Gap]
    let staleBars: Int
    let outlierDeviations: Double
    let symbols: [Symbol]
    /// Row by row in the order of symbols; null for a symbol whose close never changes.
    let correlation: [[Double?]]?
    let repairs: [Repair]
    let findings: [Finding]
    let optimize: Room?

    init(_ inspection: PriceInspection, _ room: OptimizeRoom?) {
        files = inspection.prices.files.map {
            File(path: $0.path, layout: $0.layout.rawValue, bars: $0.bars, symbols: $0.symbols)
        }
        bars = inspection.barCount
        commonBars = inspection.common?.barCount ?? 0
        firstBar = UTCTime.format(inspection.first)
        lastBar = UTCTime.format(inspection.last)
        let regularity = inspection.regularity
        intervalSeconds = regularity.interval
        barsPerYear = inspection.barsPerYear
        hasWeekendBars = inspection.hasWeekendBars
        regularSpacings = regularity.regular
        (shorterSpacings, longerSpacings) = (regularity.shorter, regularity.longer)
        (missingBars, gapCount) = (inspection.gaps.missingBars, inspection.gaps.gapCount)
        largestGaps = inspection.gaps.largest.map {
            Gap(from: UTCTime.format($0.start), missingBars: $0.missingBars)
        }
        staleBars = inspection.staleBars
        outlierDeviations = inspection.options.outlierDeviations
        symbols = inspection.symbols.map(Symbol.init)
        correlation = inspection.correlation.map { matrix in
            matrix.symbols.indices.map { row in
                matrix.symbols.indices.map { column in
                    matrix[row, column].isNaN ? nil : matrix[row, column]
                }
            }
        }
        repairs = inspection.prices.repairs.map {
            Repair(
                kind: $0.kind.rawValue,
                count: $0.count,
                first: $0.first?.description,
                example: $0.example
            )
        }
        findings = inspection.findings.map {
            Finding(
                severity: $0.severity.rawValue,
                kind: $0.kind.rawValue,
                symbol: $0.symbol,
                text: $0.text
            )
        }
        optimize = room.map(Room.init)
    }
}
