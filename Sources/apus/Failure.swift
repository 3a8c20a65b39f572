import Backtesting
import DataParallel
import Forecasting
import MarketData
import Optimization
import PriceFeeds
import Reporting
import Studies
import Validation

/// Exit codes in the manner of sysexits.h.
enum ExitStatus: Int32 {
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case temporary = 75
    case configuration = 78
}

/// A failure with a message for a person and an exit code for a script.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// The failure that an error of one of the libraries is; nil for other errors.
    init?(_ error: any Error) {
        switch error {
        case let error as MarketDataError: self.init(error)
        case let error as OptimizationError: self.init(error)
        case let error as ValidationError: self.init(.data, error.description)
        case let error as BacktestError: self.init(error)
        case let error as ForecastingError: self.init(error)
        case let error as ReportingError: self.init(error)
        case let error as StudiesError: self.init(error)
        case let error as PriceFeedError: self.init(error)
        case let error as WorkerCountError: self.init(.usage, error.description)
        default: return nil
        }
    }

    private init(_ error: MarketDataError) {
        let status: ExitStatus =
            switch error.category {
            case .missingInput: .noInput
            case .unreadable, .unwritable: .inputOutput
            case .unavailable: .unavailable
            case .badData: .data
            case .usage: .usage
            case .cancelled: .software
            }
        self.init(status, error.description)
    }

    private init(_ error: OptimizationError) {
        let status: ExitStatus =
            switch error {
            case .invalidSpace, .spaceFile: .configuration
            case .invalidSearch: .usage
            case .symbolsMissing, .tooFewSymbols, .everyCandidateFailed, .requirementsNotMet,
                .journalUnusable:
                .data
            case .cancelled: .software
            case .forecastsNeedWalkForward, .forecastsNeedCommonUniverse,
                .halvingNeedsWalkForward:
                .usage
            case .validation(let error): Self.status(error)
            case .backtest(let error): Failure(error).status
            }
        self.init(status, error.description)
    }

    private static func status(_ error: ValidationError) -> ExitStatus {
        switch error {
        case .tooLittleData, .splitsTooShort, .groupsTooShort: .data
        case .settingOutOfRange, .settingTooLarge, .settingNotEven, .rollingTooLong,
            .rollingFromFirstBar, .nothingToTrainOn, .tooManySplits, .blockLengthOutOfRange,
            .periodsPerYearOutOfRange:
            .usage
        case .tooFewReturns, .returnNotUsable, .noCandidates, .growthNotFinite,
            .resampleMismatch:
            .data
        }
    }

    private init(_ error: BacktestError) {
        let status: ExitStatus =
            switch error {
            case .invalidAllocation: .configuration
            case .invalidSetting: .usage
            case .unknownSymbol, .windowTooShort, .equityNotPositive, .invalidSignals,
                .historyTooShort, .noWeights, .invalidIncome:
                .data
            }
        self.init(status, error.description)
    }

    private init(_ error: ForecastingError) {
        let status: ExitStatus =
            switch error {
            case .invalidSetting, .unknownName, .unsupported: .usage
            case .empty, .mismatch, .missingValue, .tooShort, .unknownChannel, .diverged,
                .corruptFile, .unknownFormat, .allFailed:
                .data
            case .inaccessibleFile: .inputOutput
            case .cancelled: .software
            }
        self.init(status, error.description)
    }

    private init(_ error: StudiesError) {
        let status: ExitStatus =
            switch error {
            case .noFile, .noStudy: .noInput
            case .notStudies, .tooNew, .changed, .shard: .data
            case .severalStudies, .invalidName: .usage
            case .inUse: .temporary
            case .storage: .inputOutput
            }
        self.init(status, error.description)
    }

    private init(_ error: PriceFeedError) {
        let status: ExitStatus =
            switch error.category {
            case .usage: .usage
            case .badData: .data
            case .unavailable: .unavailable
            case .temporary: .temporary
            case .storage: .inputOutput
            case .cancelled: .software
            }
        self.init(status, error.description)
    }

    private init(_ error: ReportingError) {
        let status: ExitStatus =
            switch error {
            case .unusableDirectory: .cannotCreate
            case .unwritableFile: .inputOutput
            case .unreadableFile: .noInput
            case .configuration: .configuration
            }
        self.init(status, error.description)
    }
}
