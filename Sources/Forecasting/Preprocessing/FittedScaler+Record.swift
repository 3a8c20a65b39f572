/// Scalers in model files.
extension FittedScaler {
    /// Adds the scaler to a model's record.
    ///
    /// - Parameters:
    ///   - record: Gets the settings and arrays.
    ///   - prefix: What their names begin with, such as "scaler.".
    public func write(to record: inout ModelRecord, prefix: String) {
        record.settings[prefix + "kind"] = scaler.name
        record.settings[prefix + "channels"] = "\(channels.count)"
        for (place, name) in channels.enumerated() {
            record.settings[prefix + "channel.\(place)"] = name
        }
        record.arrays[prefix + "offsets"] = .double(offsets)
        record.arrays[prefix + "scales"] = .double(scales)
        if case .boxCox(let lambda) = scaler {
            record.settings[prefix + "lambda"] = lambda.map { "\($0)" } ?? "fitted"
            record.arrays[prefix + "lambdas"] = .double(lambdas)
            record.arrays[prefix + "log-centers"] = .double(
                maps.compactMap { $0.power?.logCenter }
            )
        }
    }

    /// Reads what ``write(to:prefix:)`` wrote.
    ///
    /// - Throws: ``ForecastingError/corruptFile(path:reason:)``.
    public init(_ reader: RecordReader, prefix: String) throws(ForecastingError) {
        let kind = try reader.text(prefix + "kind")
        switch kind {
        case "none": scaler = .none
        case "standard": scaler = .standard
        case "robust": scaler = .robust
        case "min-max": scaler = .minMax
        case "max-abs": scaler = .maxAbsolute
        case "box-cox":
            let text = try reader.text(prefix + "lambda")
            scaler = .boxCox(
                lambda: text == "fitted" ? nil : try reader.number(prefix + "lambda")
            )
        default: throw reader.corrupt("\(prefix)kind is \(kind)")
        }
        let count = try reader.integer(prefix + "channels", in: 1...1_000_000)
        var channels: [String] = []
        for place in 0..<count { channels.append(try reader.text(prefix + "channel.\(place)")) }
        self.channels = channels
        let offsets = try reader.doubles(prefix + "offsets", count: count)
        let scales = try reader.doubles(prefix + "scales", count: count)
        guard scales.allSatisfy({ $0 > 0 }) else {
            throw reader.corrupt("\(prefix)scales are not positive")
        }
        var maps = (0..<count).map { ChannelMap(offset: offsets[$0], scale: scales[$0]) }
        if case .boxCox = scaler {
            let lambdas = try reader.doubles(prefix + "lambdas", count: count)
            let centers = try reader.doubles(prefix + "log-centers", count: count)
            for place in 0..<count {
                maps[place].power = PowerTransform(
                    lambda: lambdas[place],
                    logCenter: centers[place]
                )
            }
        }
        self.maps = maps
    }
}
