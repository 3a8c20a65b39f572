import MarketData

/// Where training is stored as it goes, to be taken up again: with the same bits as if it had never stopped.
public struct TrainingCheckpoint: Sendable, Equatable {
    /// The file. One that is there is taken up; it must be of the same model, settings and data.
    public var path: String
    /// The least time between two stores, in seconds; training is stored when it is cancelled or ends, too.
    public var interval: Double

    /// Names the file.
    public init(path: String, interval: Double = 60) {
        (self.path, self.interval) = (path, interval)
    }
}

/// Training between two steps.
struct TrainingState: Equatable {
    /// Steps that were made.
    var finished = 0
    /// Whether no more will be made.
    var isOver = false
    var parameters: [Float] = []
    /// What the optimiser remembers.
    var first: [Float] = []
    var second: [Float] = []
    var losses: [Double] = []
    var stopping: EarlyStopping.State = .init()
}

extension TrainingState {
    private static let mark = Array("APUSTRAIN".utf8)
    private static let version: UInt32 = 1

    /// - Parameter fingerprint: Of the model, its settings and its data.
    func bytes(fingerprint: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(raw: Self.mark)
        writer.write(Self.version)
        writer.write(fingerprint)
        writer.write(UInt64(finished))
        writer.write(isOver)
        for values in [parameters, first, second] { Self.write(values, &writer) }
        Self.write(losses, &writer)
        Self.write(stopping.values, &writer)
        writer.write(stopping.best != nil)
        if let best = stopping.best { Self.write(best, &writer) }
        writer.write(stopping.bestValue)
        writer.write(UInt64(stopping.sinceBest))
        writer.write(UInt64(stopping.sinceSlower))
        writer.write(stopping.rateFactor)
        writer.write(CRC64.checksum(writer.bytes))
        return writer.bytes
    }

    private static func write(_ values: [Float], _ writer: inout ByteWriter) {
        writer.write(UInt64(values.count))
        for value in values { writer.write(value.bitPattern) }
    }

    private static func write(_ values: [Double], _ writer: inout ByteWriter) {
        writer.write(UInt64(values.count))
        writer.write(values)
    }

    /// Reads what ``bytes(fingerprint:)`` gave.
    ///
    /// - Throws: ``ForecastingError/corruptFile(path:reason:)`` if it is damaged,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` if it is of another training.
    init(
        _ bytes: [UInt8],
        path: String,
        fingerprint: UInt64,
        parameterCount: Int
    ) throws(ForecastingError) {
        do throws(ByteReader.Problem) {
            var reader = ByteReader(bytes)
            guard try reader.raw(min(Self.mark.count, bytes.count), "mark") == Self.mark else {
                throw .init("it does not begin like stored training")
            }
            let version = try reader.integer(UInt32.self, "version")
            guard version == Self.version else {
                throw .init("it is of version \(version), and this program reads \(Self.version)")
            }
            try reader.takeChecksum()
            guard try reader.integer(UInt64.self, "fingerprint") == fingerprint else {
                throw .init("")
            }
            finished = try reader.place("number of steps")
            isOver = try reader.flag("end")
            func floats() throws(ByteReader.Problem) -> [Float] {
                let count = try reader.count("parameters", bytesEach: 4)
                guard count == parameterCount else { throw .init("it has other parameters") }
                return try reader.words(UInt32.self, count: count, "parameters") {
                    Float(bitPattern: $0)
                }
            }
            func doubles(_ what: String) throws(ByteReader.Problem) -> [Double] {
                try reader.doubles(try reader.count(what, bytesEach: 8), what)
            }
            (parameters, first, second) = (try floats(), try floats(), try floats())
            losses = try doubles("losses")
            guard losses.count == finished else { throw .init("it has other losses than steps") }
            stopping.values = try doubles("validations")
            if try reader.flag("best parameters") { stopping.best = try floats() }
            stopping.bestValue = try reader.double("best validation")
            stopping.sinceBest = try reader.place("validations since the best")
            stopping.sinceSlower = try reader.place("validations since the last slowing")
            stopping.rateFactor = try reader.double("factor of the learning rate")
            guard reader.remaining == 0 else { throw .init("it is longer than it should be") }
        } catch {
            if !error.reason.isEmpty { throw .corruptFile(path: path, reason: error.reason) }
            throw .invalidSetting(
                name: "checkpoint",
                value: path,
                requirement:
                    "is of the same model, settings and data: remove the file, or name another one"
            )
        }
    }
}

/// Stores training, not too often.
struct CheckpointWriter {
    let checkpoint: TrainingCheckpoint
    let fingerprint: UInt64
    private var last = ContinuousClock.now

    init(_ checkpoint: TrainingCheckpoint, fingerprint: UInt64) {
        (self.checkpoint, self.fingerprint) = (checkpoint, fingerprint)
    }

    /// What is stored; nil if nothing is.
    func stored(parameterCount: Int) throws(ForecastingError) -> TrainingState? {
        guard StoredFile.exists(checkpoint.path) else { return nil }
        return try TrainingState(
            try StoredFile.read(checkpoint.path),
            path: checkpoint.path,
            fingerprint: fingerprint,
            parameterCount: parameterCount
        )
    }

    /// Stores training if it is time to, or if it must be.
    mutating func store(
        _ state: () -> TrainingState,
        isLast: Bool
    ) throws(ForecastingError) {
        let waited = ContinuousClock.now - last
        guard isLast || waited >= .seconds(checkpoint.interval) else { return }
        try StoredFile.write(state().bytes(fingerprint: fingerprint), to: checkpoint.path)
        last = .now
    }
}
