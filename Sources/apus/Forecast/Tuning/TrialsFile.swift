import Forecasting
import Reporting
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// `trials.csv`: what each trial of a search found, and above it what the search was, so that it can be resumed.
///
/// Trials are added as they end, in any order, and lie in order when the search has come to its end. A line that
/// is not whole, because the program was killed, is not read.
final class TrialsFile: Sendable {
    static let name = "trials.csv"

    /// What the search was, by name; a search with other words is another one.
    let identity: [(name: String, value: String)]
    private let metric: TuningMetric
    private let directory: OutputDirectory
    private let file = Mutex<Int32>(-1)

    init(
        _ identity: [(name: String, value: String)],
        metric: TuningMetric,
        in directory: OutputDirectory
    ) {
        self.identity = identity
        self.metric = metric
        self.directory = directory
    }

    deinit {
        file.withLock { file in
            if file >= 0 { close(file) }
        }
    }

    /// What trials found that an earlier run has ended.
    ///
    /// - Throws: A failure if they belong to another search.
    func known() throws -> [TrialResult.Key: TrialResult.Outcome] {
        let path = directory.path(of: Self.name)
        guard access(path, F_OK) == 0 else { return [:] }
        var lines = try TextFile.contents(of: path)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // What follows the last line break is a line that is not whole.
        lines.removeLast()
        let head = lines.prefix { $0.hasPrefix("# ") }
        var found: [String: String] = [:]
        for line in head {
            let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2 { found[parts[0]] = parts[1].trimmingSpaces }
        }
        for (name, value) in identity where found[name] != value {
            throw Failure(
                .usage,
                "\(path) is of another search (\(name): \(found[name] ?? "not told"); now: \(value)); give"
                    + " --restart to begin anew, or another --output"
            )
        }
        var known: [TrialResult.Key: TrialResult.Outcome] = [:]
        for line in lines.dropFirst(head.count + 1) {
            let fields = Self.fields(line)
            guard fields.count == Self.columnCount, let trial = Int(fields[0]),
                let rung = Int(fields[1]), trial >= 1, rung >= 1
            else { continue }
            let key = TrialResult.Key(trial: trial - 1, rung: rung - 1)
            if let score = Double(fields[6]) {
                known[key] = .score(score)
            } else if !fields[7].isEmpty {
                known[key] = .failure(fields[7])
            }
        }
        return known
    }

    /// Writes all trials there are, in order.
    func write(_ trials: [TrialResult]) throws {
        try directory.write([(Self.name, bytes(trials))])
    }

    /// Opens the file to add trials to it.
    func beginAppending() throws {
        let path = directory.path(of: Self.name)
        let opened = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard opened >= 0 else {
            throw ReportingError.unwritableFile(
                path: path,
                reason: String(cString: strerror(errno))
            )
        }
        file.withLock { $0 = opened }
    }

    /// Adds a trial. What cannot be added is not lost as long as the program runs: all trials are written again
    /// at its end.
    func append(_ trial: TrialResult) {
        let bytes = Array(line(trial).utf8)
        file.withLock { file in
            _ = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
        }
    }

    func bytes(_ trials: [TrialResult]) -> [UInt8] {
        var text = identity.map { "# \($0.name): \($0.value)\n" }.joined()
        text += "trial,rung,windows,model,input,settings,\(metric.rawValue),error\n"
        for trial in trials { text += line(trial) }
        return Array(text.utf8)
    }

    private static let columnCount = 8

    private func line(_ trial: TrialResult) -> String {
        let settings = trial.point.settings.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        var error = ""
        if case .failure(let text) = trial.outcome { error = text.replacing("\n", with: " ") }
        let cells = [
            "\(trial.key.trial + 1)", "\(trial.key.rung + 1)", "\(trial.windows)",
            trial.point.model, "\(trial.point.inputLength)", ForecastRows.quoted(settings),
            trial.score.map { "\($0)" } ?? "", ForecastRows.quoted(error),
        ]
        return cells.joined(separator: ",") + "\n"
    }

    /// The fields of a line, without the quotes around them; none for a line that ends within quotes.
    private static func fields(_ line: String) -> [String] {
        var fields = [""]
        var isQuoted = false
        var rest = line[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                fields[fields.count - 1].append(character)
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return isQuoted ? [] : fields
    }
}

/// The system's own, whose name is also that of a method.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
