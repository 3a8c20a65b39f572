/// What keeps a model from being fitted or a forecast from being made.
public enum ForecastingError: Error, Equatable, CustomStringConvertible {
    /// There is nothing to work on.
    case empty(what: String)
    /// Two things that belong together differ in size.
    case mismatch(what: String, expected: Int, found: Int)
    /// A setting, or a value given, that makes no sense.
    case invalidSetting(name: String, value: String, requirement: String)
    /// A value that is missing or infinite where all must be there.
    case missingValue(channel: String, time: Int)
    /// A series without the values that a model or a window needs.
    case tooShort(what: String, needed: Int, available: Int)
    /// A channel that a table or a model does not have.
    case unknownChannel(name: String, known: [String])
    /// A model, a setting or the like that does not exist.
    ///
    /// - Parameters:
    ///   - nearest: What was probably meant.
    ///   - list: Where to see what there is.
    case unknownName(what: String, name: String, nearest: String?, list: String)
    /// A model that cannot do what is asked of it.
    case unsupported(model: String, what: String)
    /// A computation that ended in numbers that are not finite.
    case diverged(model: String, where: String)
    /// A file that is not a model, or not the one that was written.
    case corruptFile(path: String, reason: String)
    /// A model file of a later version, or of a model that this version does not know.
    case unknownFormat(path: String, found: String, supported: String)
    /// A file that cannot be read or written.
    case inaccessibleFile(path: String, reason: String)
    /// Many things were tried, and none worked.
    case allFailed(what: String, count: Int, first: String)
    /// Work that was given up because its ``Parallelism/cancellation`` was cancelled.
    case cancelled

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .empty(let what):
            return "there is no \(what): give at least one"
        case .mismatch(let what, let expected, let found):
            return "\(what): \(expected) expected, \(found) found"
        case .invalidSetting(let name, let value, let requirement):
            return "\(name) is \(value), but must be one that \(requirement)"
        case .missingValue(let channel, let time):
            return "\(channel) has no finite value at row \(time + 1): fill or drop missing values"
        case .tooShort(let what, let needed, let available):
            return
                "\(what) needs \(needed) values and has \(available): use more data, or a shorter"
                + " input or horizon"
        case .unknownChannel(let name, let known):
            return "there is no channel \(name); there are \(known.joined(separator: ", "))"
        case .unknownName(let what, let name, let nearest, let list):
            let hint = nearest.map { "; did you mean \($0)?" } ?? ":"
            return "there is no \(what) \(name)\(hint) \(list)"
        case .unsupported(let model, let what):
            return "\(model) cannot give \(what)"
        case .diverged(let model, let place):
            return
                "\(model) diverged at \(place): use a lower learning rate, clip gradients or scale"
                + " the data"
        case .corruptFile(let path, let reason):
            return "\(path) is not a whole model file: \(reason)"
        case .unknownFormat(let path, let found, let supported):
            return "\(path) is \(found); this version reads \(supported)"
        case .inaccessibleFile(let path, let reason):
            return "\(path): \(reason)"
        case .allFailed(let what, let count, let first):
            return "all \(count) \(what) failed; the first: \(first)"
        case .cancelled:
            return "the work was cancelled before it ended: what had not ended is not there"
        }
    }
}
