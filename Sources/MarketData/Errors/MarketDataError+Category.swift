extension MarketDataError {
    /// The kind of failure, for a program that maps errors to exit codes.
    public enum Category: Sendable, Hashable, CaseIterable {
        /// A file that was named does not exist (EX_NOINPUT, 66).
        case missingInput
        /// A file exists but cannot be read (EX_IOERR, 74, or EX_NOPERM, 77).
        case unreadable
        /// A file cannot be written (EX_CANTCREAT, 73, or EX_IOERR, 74).
        case unwritable
        /// What is needed is not installed (EX_UNAVAILABLE, 69).
        case unavailable
        /// The content is wrong (EX_DATAERR, 65).
        case badData
        /// The request is wrong (EX_USAGE, 64).
        case usage
        /// The caller asked to stop.
        case cancelled
    }

    /// The kind of failure this error is.
    public var category: Category {
        switch self {
        case .noFiles, .repeatedFile, .directory, .timeframeTooFine, .badOption: .usage
        case .missingFile: .missingInput
        case .unreadable: .unreadable
        case .unwritable: .unwritable
        case .missingLibrary: .unavailable
        case .notText, .emptyFile, .noBars, .badHeader, .lineTooLong, .badQuote, .fieldCount,
            .badTimestamp, .badPrice, .badNumber, .notUTF8, .missingSymbol, .duplicateBar,
            .conflictingBar, .noCommonBars,
            .noBarsOfSymbol, .tooSparse,
            .badTable, .badContent:
            .badData
        case .cancelled: .cancelled
        }
    }
}
