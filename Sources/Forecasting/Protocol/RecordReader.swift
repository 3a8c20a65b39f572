/// Reads what a model file holds; every surprise is an error that names the file.
public struct RecordReader: Sendable {
    /// What was read.
    public let record: ModelRecord
    /// Where from.
    public let path: String

    /// Reads a record of a file.
    public init(_ record: ModelRecord, path: String) {
        self.record = record
        self.path = path
    }

    /// A setting.
    ///
    /// - Throws: ``ForecastingError/corruptFile(path:reason:)`` if it is missing.
    public func text(_ name: String) throws(ForecastingError) -> String {
        guard let text = record.settings[name] else { throw corrupt("there is no setting \(name)") }
        return text
    }

    /// A whole number in a range.
    public func integer(
        _ name: String,
        in range: ClosedRange<Int> = 0...1_000_000_000
    ) throws(ForecastingError) -> Int {
        let text = try text(name)
        guard let value = Int(text), range.contains(value) else {
            throw corrupt("\(name) is \(text)")
        }
        return value
    }

    /// A number in shortest round-trip form.
    public func number(_ name: String) throws(ForecastingError) -> Double {
        let text = try text(name)
        guard let value = Double(text) else { throw corrupt("\(name) is \(text)") }
        return value
    }

    /// Numbers with spaces between them; none for an empty text.
    public func numbers(_ name: String) throws(ForecastingError) -> [Double] {
        let text = try text(name)
        var values: [Double] = []
        for word in text.split(separator: " ") {
            guard let value = Double(word) else { throw corrupt("\(name) is \(text)") }
            values.append(value)
        }
        return values
    }

    /// An array of so many finite numbers.
    public func doubles(_ name: String, count: Int) throws(ForecastingError) -> [Double] {
        guard case .double(let values)? = record.arrays[name], values.count == count else {
            throw corrupt("\(name) is not an array of \(count) doubles")
        }
        guard values.allSatisfy(\.isFinite) else { throw corrupt("\(name) is not finite") }
        return values
    }

    /// An array of so many finite numbers in single precision.
    public func floats(_ name: String, count: Int) throws(ForecastingError) -> [Float] {
        guard case .float(let values)? = record.arrays[name], values.count == count else {
            throw corrupt("\(name) is not an array of \(count) floats")
        }
        guard values.allSatisfy(\.isFinite) else { throw corrupt("\(name) is not finite") }
        return values
    }

    /// The error that says what is wrong with the file.
    public func corrupt(_ reason: String) -> ForecastingError {
        .corruptFile(path: path, reason: reason)
    }
}

/// A fitted model that can be made of its record again.
public protocol RestorableForecaster: FittedForecaster {
    /// Makes the model of what a file holds.
    ///
    /// - Throws: ``ForecastingError/corruptFile(path:reason:)``.
    init(_ reader: RecordReader) throws(ForecastingError)
}
