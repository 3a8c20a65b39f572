/// Counts what a lenient reading passes over; used by the one thread that reads.
final class RepairLog {
    /// Which of two closes of a bar is kept when they differ.
    let preferred: Preference
    private var repairs: [RepairKind: Repair] = [:]

    init(preferred: Preference) { self.preferred = preferred }

    /// What was passed over, in the order of ``RepairKind``.
    var all: [Repair] { RepairKind.allCases.compactMap { repairs[$0] } }

    /// Notes a mistake, the message of which is asked for if it is the first of its kind.
    func note(_ kind: RepairKind, at place: FileLocation?, _ example: @autoclosure () -> String) {
        if repairs[kind] != nil {
            repairs[kind]!.count += 1
        } else {
            repairs[kind] = Repair(kind: kind, count: 1, first: place, example: example())
        }
    }

    /// Notes an error about a row or a cell; false if it is about more than that.
    func accepts(_ error: MarketDataError) -> Bool {
        guard let kind = RepairKind(error) else { return false }
        note(kind, at: error.location, "\(error)")
        return true
    }

    /// The close of a bar that has `known` and, from a later row, `other`, either of which may be missing.
    func choose(_ known: Double, _ other: Double, at place: FileLocation) -> Double {
        if other.isNaN { return known }
        if known == other {
            note(.repeatedRow, at: place, "\(place): the row repeats an earlier one")
            return known
        }
        note(
            .conflictingRow,
            at: place,
            "\(place): the close is \(other), and \(known) in an earlier row of the bar"
        )
        return preferred == .first ? known : other
    }
}

/// What `body` gives, or nil if its error has been noted as one that is passed over.
@inline(__always)
func repaired<Value>(
    _ repairs: RepairLog?,
    _ body: () throws(MarketDataError) -> Value
) throws(MarketDataError) -> Value? {
    do throws(MarketDataError) {
        return try body()
    } catch {
        guard repairs?.accepts(error) == true else { throw error }
        return nil
    }
}

extension MarketDataError {
    /// The place of a mistake in a row or cell.
    fileprivate var location: FileLocation? {
        switch self {
        case .badPrice(let place, _, _, _), .badNumber(let place, _, _),
            .badTimestamp(let place, _), .fieldCount(let place, _, _), .badQuote(let place),
            .missingSymbol(let place):
            place
        default: nil
        }
    }
}
