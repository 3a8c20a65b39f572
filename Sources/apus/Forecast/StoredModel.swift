import Forecasting
import Reporting

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A fitted model in a file, and what it was fitted on.
struct StoredModel {
    let fitted: any FittedForecaster
    /// The series it was fitted on, in their order.
    let channels: [String]
    /// When the first row of the table was observed, and the last one that it was fitted on.
    private let firstTime: Int
    private let lastTime: Int

    private static let channelsKey = "fit_channels"
    private static let firstTimeKey = "fit_first_time"
    private static let lastTimeKey = "fit_last_time"

    /// - Parameter trainingEnd: The rows it was fitted on are those before this one.
    init(_ fitted: any FittedForecaster, on table: SeriesTable, trainingEnd: Int) {
        self.fitted = fitted
        channels = table.channels
        firstTime = Self.time(of: 0, in: table)
        lastTime = Self.time(of: trainingEnd - 1, in: table)
    }

    /// The time of a row; its number where times are not known.
    private static func time(of row: Int, in table: SeriesTable) -> Int {
        table.timestamps.map { Int($0[row]) } ?? row
    }

    /// The first row of a table that is later than those it was fitted on.
    func trainingEnd(in table: SeriesTable) -> Int {
        var (low, high) = (0, table.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.time(of: middle, in: table) <= lastTime {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// Throws if the model follows a series from its beginning, and the table begins at another time.
    func checkStart(of table: SeriesTable, path: String) throws {
        guard fitted.firstFollowedRow != nil, Self.time(of: 0, in: table) != firstTime else {
            return
        }
        throw Failure(
            .data,
            "--data begins on \(SeriesHeader.time(table, 0)), but \(path) is a \(fitted.name) model, which"
                + " follows its series from \(Describe.time(Int64(firstTime))) on: give data that begins"
                + " then, or fit it anew"
        )
    }

    /// Reads a file that `apus forecast` wrote.
    init(path: String) throws {
        guard access(path, F_OK) == 0 else {
            throw Failure(
                .noInput,
                "--model: there is no file \(path); apus forecast fit --output writes one"
            )
        }
        let reader = try ModelFile.read(path)
        fitted = try ModelCatalog.restore(reader)
        // A name never has a line break: it is a field of a line.
        channels = try reader.text(Self.channelsKey).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).map(String.init)
        guard channels.count == fitted.channelCount else {
            throw reader.corrupt("it names \(channels.count) of \(fitted.channelCount) channels")
        }
        let times = Int.min...Int.max
        firstTime = try reader.integer(Self.firstTimeKey, in: times)
        lastTime = try reader.integer(Self.lastTimeKey, in: times)
    }

    /// Throws if no file can be written there, before work is done in vain.
    static func checkTarget(_ path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/")
        let place = parts.count == 1 ? "." : folder.isEmpty ? "/" : folder
        var information = stat()
        if parts.last?.isEmpty != false
            || (stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR)
        {
            throw Failure(.cannotCreate, "--output: '\(path)' is a directory; name a file in it")
        }
        guard access(place, W_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            throw Failure(.cannotCreate, "--output: nothing can be written to \(place): \(reason)")
        }
    }

    /// Writes the file, all of it or nothing, and returns the digest of its bytes.
    func write(to path: String) throws -> Digest {
        var record = fitted.record()
        record.settings[Self.channelsKey] = channels.joined(separator: "\n")
        record.settings[Self.firstTimeKey] = "\(firstTime)"
        record.settings[Self.lastTimeKey] = "\(lastTime)"
        try ModelFile.write(record, to: path)
        return Digest(of: ModelFile.bytes(of: record))
    }
}
