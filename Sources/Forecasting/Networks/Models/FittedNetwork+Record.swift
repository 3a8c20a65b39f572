extension FittedNetwork {
    /// Settings of the architecture and all parameters, each under its name.
    public func record() -> ModelRecord {
        var settings = architecture.settings
        settings["input_length"] = "\(shape.inputLength)"
        settings["horizon"] = "\(shape.horizon)"
        settings["channels"] = "\(shape.channelCount)"
        settings["normalization"] = shape.normalization.rawValue
        settings["levels"] = quantileLevels.map { "\($0)" }.joined(separator: " ")
        var arrays: [String: ModelArray] = [:]
        for description in descriptions {
            let range = description.offset..<(description.offset + description.count)
            arrays[description.name] = .float(Array(parameters[range]))
        }
        return ModelRecord(name: name, settings: settings, arrays: arrays)
    }

    /// Makes the network of what a file holds.
    public init(_ reader: RecordReader) throws(ForecastingError) {
        let architecture = try Architecture(reader)
        let inputLength = try reader.integer("input_length", in: 1...1_000_000)
        let horizon = try reader.integer("horizon", in: 1...1_000_000)
        do {
            try NetworkForecaster.validate(
                architecture,
                inputLength: inputLength,
                horizon: horizon
            )
        } catch {
            throw reader.corrupt(error.description)
        }
        let text = try reader.text("normalization")
        guard let normalization = WindowNormalization(rawValue: text) else {
            throw reader.corrupt("normalization is \(text)")
        }
        let levels = try reader.numbers("levels")
        guard levels.allSatisfy({ $0 > 0 && $0 < 1 }), levels == levels.sorted() else {
            throw reader.corrupt("levels are \(levels)")
        }
        let shape = NetworkShape(
            inputLength: inputLength,
            horizon: horizon,
            outputWidth: horizon * max(1, levels.count),
            channelCount: try reader.integer("channels", in: 1...1_000_000),
            normalization: normalization
        )
        let network: Network<Float> = architecture.network(shape)
        let descriptions =
            architecture.folding(network, shape)?.descriptions ?? network.parameters
        var parameters: [Float] = []
        for description in descriptions {
            parameters += try reader.floats(description.name, count: description.count)
        }
        self.init(architecture, shape, levels: levels, parameters: parameters, report: nil)
    }
}

extension Architecture {
    /// What a file holds of the settings.
    var settings: [String: String] {
        func list(_ values: [Int]) -> String { values.map { "\($0)" }.joined(separator: " ") }
        switch self {
        case .nlinear, .rlinear: return [:]
        case .dlinear(let settings): return ["kernel": "\(settings.kernel)"]
        case .mlp(let settings):
            return [
                "hidden": list(settings.hidden), "activation": settings.activation.rawValue,
                "dropout": "\(settings.dropout)",
            ]
        case .nBeats(let settings):
            let stacks = settings.stacks.map { stack in
                switch stack {
                case .generic: "generic"
                case .trend(let degree): "trend:\(degree)"
                case .seasonality(let harmonics): "seasonality:\(harmonics)"
                }
            }
            return [
                "stacks": stacks.joined(separator: " "),
                "blocks_per_stack": "\(settings.blocksPerStack)",
                "layers": "\(settings.layers)", "hidden": "\(settings.hidden)",
                "dropout": "\(settings.dropout)",
            ]
        case .nHits(let settings):
            return [
                "pooling": list(settings.pooling), "downsampling": list(settings.downsampling),
                "blocks_per_stack": "\(settings.blocksPerStack)",
                "hidden": list(settings.hidden), "dropout": "\(settings.dropout)",
            ]
        case .tide(let settings):
            return [
                "hidden": "\(settings.hidden)", "encoder_layers": "\(settings.encoderLayers)",
                "decoder_layers": "\(settings.decoderLayers)",
                "decoder_width": "\(settings.decoderWidth)",
                "temporal_hidden": "\(settings.temporalHidden)",
                "dropout": "\(settings.dropout)",
            ]
        case .tsMixer(let settings):
            return [
                "blocks": "\(settings.blocks)", "hidden": "\(settings.hidden)",
                "dropout": "\(settings.dropout)",
            ]
        case .lstm(let settings), .gru(let settings):
            return [
                "hidden": "\(settings.hidden)", "layers": "\(settings.layers)",
                "dropout": "\(settings.dropout)",
            ]
        case .tcn(let settings):
            return [
                "channels": "\(settings.channels)", "kernel": "\(settings.kernel)",
                "blocks": "\(settings.blocks ?? 0)", "dropout": "\(settings.dropout)",
            ]
        case .patchTST(let settings):
            return [
                "patch_length": "\(settings.patchLength)", "stride": "\(settings.stride)",
                "width": "\(settings.width)", "heads": "\(settings.heads)",
                "hidden": "\(settings.hidden)", "layers": "\(settings.layers)",
                "dropout": "\(settings.dropout)",
            ]
        case .iTransformer(let settings):
            return [
                "width": "\(settings.width)", "heads": "\(settings.heads)",
                "hidden": "\(settings.hidden)", "layers": "\(settings.layers)",
                "dropout": "\(settings.dropout)",
            ]
        }
    }

    /// Makes the architecture of what a file holds.
    init(_ reader: RecordReader) throws(ForecastingError) {
        func list(_ name: String) throws(ForecastingError) -> [Int] {
            var values: [Int] = []
            for number in try reader.numbers(name) {
                guard let value = Int(exactly: number) else {
                    throw reader.corrupt("\(name) holds \(number)")
                }
                values.append(value)
            }
            return values
        }
        switch reader.record.name {
        case "nlinear": self = .nlinear
        case "rlinear": self = .rlinear
        case "dlinear": self = .dlinear(DLinear(kernel: try reader.integer("kernel")))
        case "mlp":
            let text = try reader.text("activation")
            guard let activation = Activation(rawValue: text) else {
                throw reader.corrupt("activation is \(text)")
            }
            self = .mlp(
                MLP(
                    hidden: try list("hidden"),
                    activation: activation,
                    dropout: try reader.number("dropout")
                )
            )
        case "n-beats":
            var settings = NBeats()
            settings.stacks = []
            for word in try reader.text("stacks").split(separator: " ") {
                let parts = word.split(separator: ":")
                switch (parts.first, parts.count == 2 ? Int(parts[1]) : nil) {
                case ("generic", nil): settings.stacks.append(.generic)
                case ("trend", let degree?): settings.stacks.append(.trend(degree: degree))
                case ("seasonality", let harmonics?):
                    settings.stacks.append(.seasonality(harmonics: harmonics))
                default: throw reader.corrupt("a stack is \(word)")
                }
            }
            settings.blocksPerStack = try reader.integer("blocks_per_stack")
            settings.layers = try reader.integer("layers")
            settings.hidden = try reader.integer("hidden")
            settings.dropout = try reader.number("dropout")
            self = .nBeats(settings)
        case "n-hits":
            var settings = NHits()
            settings.pooling = try list("pooling")
            settings.downsampling = try list("downsampling")
            settings.blocksPerStack = try reader.integer("blocks_per_stack")
            settings.hidden = try list("hidden")
            settings.dropout = try reader.number("dropout")
            self = .nHits(settings)
        case "tide":
            var settings = Tide()
            settings.hidden = try reader.integer("hidden")
            settings.encoderLayers = try reader.integer("encoder_layers")
            settings.decoderLayers = try reader.integer("decoder_layers")
            settings.decoderWidth = try reader.integer("decoder_width")
            settings.temporalHidden = try reader.integer("temporal_hidden")
            settings.dropout = try reader.number("dropout")
            self = .tide(settings)
        case "tsmixer":
            var settings = TSMixer()
            settings.blocks = try reader.integer("blocks")
            settings.hidden = try reader.integer("hidden")
            settings.dropout = try reader.number("dropout")
            self = .tsMixer(settings)
        case "lstm", "gru":
            let settings = Recurrent(
                hidden: try reader.integer("hidden"),
                layers: try reader.integer("layers"),
                dropout: try reader.number("dropout")
            )
            self = reader.record.name == "lstm" ? .lstm(settings) : .gru(settings)
        case "tcn":
            var settings = TCN()
            settings.channels = try reader.integer("channels")
            settings.kernel = try reader.integer("kernel")
            let blocks = try reader.integer("blocks")
            settings.blocks = blocks == 0 ? nil : blocks
            settings.dropout = try reader.number("dropout")
            self = .tcn(settings)
        case "patchtst":
            var settings = PatchTST()
            settings.patchLength = try reader.integer("patch_length")
            settings.stride = try reader.integer("stride")
            settings.width = try reader.integer("width")
            settings.heads = try reader.integer("heads")
            settings.hidden = try reader.integer("hidden")
            settings.layers = try reader.integer("layers")
            settings.dropout = try reader.number("dropout")
            self = .patchTST(settings)
        case "itransformer":
            var settings = ITransformer()
            settings.width = try reader.integer("width")
            settings.heads = try reader.integer("heads")
            settings.hidden = try reader.integer("hidden")
            settings.layers = try reader.integer("layers")
            settings.dropout = try reader.number("dropout")
            self = .iTransformer(settings)
        case let name: throw reader.corrupt("it holds a model called \(name), which is no network")
        }
    }
}
