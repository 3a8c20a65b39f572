/// Something about prices that a person should know before using them.
public struct InspectionFinding: Sendable, Equatable {
    /// How bad it is.
    public enum Severity: String, Sendable, Comparable, CaseIterable {
        /// Good to know.
        case note
        /// Probably wrong, or a reason for wrong conclusions.
        case warning
        /// Wrong: the files are not read without cleaning.
        case error

        /// Notes are less than warnings, and these less than errors.
        public static func < (left: Severity, right: Severity) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// What it is about.
    public enum Kind: String, Sendable, CaseIterable {
        /// What a lenient reading passed over.
        case repair
        /// Files that have the same bars.
        case overlap
        /// Spacings of bars that do not fit the interval.
        case irregular
        /// Missing bars.
        case gaps
        /// A symbol that starts late or ends early, or lacks bars that others have.
        case coverage
        /// A jump that the next bar takes back.
        case spikes
        /// Returns far from the others.
        case outliers
        /// Closes that do not change.
        case stale
        /// Bars without trades.
        case volume
        /// Highs and lows that do not enclose the rest.
        case candles
        /// Symbols that move together.
        case correlation
    }

    /// How bad it is.
    public let severity: Severity
    /// What it is about.
    public let kind: Kind
    /// The symbol it is about; nil for all of them or a pair.
    public let symbol: String?
    /// A sentence for a person.
    public let text: String
}
