import Forecasting
import Foundation

/// Compares forecasts with those of the same networks in PyTorch; see torch_export.py.
struct Check {
    private struct Manifest: Decodable {
        let torch: String
        let sizes: Sizes
        let batch: Int
        let models: [String: Model]
    }

    private struct Sizes: Decodable {
        let lookback: Int
        let horizon: Int
        let channels: Int
        let kernel: Int
        let hidden: Int
        let tideHidden: Int
        let tideStep: Int
        let tideStepHidden: Int
        let mixerHidden: Int
        let recurrentHidden: Int
        let tcnChannels: Int
        let tcnKernel: Int
        let tcnBlocks: Int
        let patch: Int
        let patchStride: Int
        let patchWidth: Int
        let patchHeads: Int
        let patchHidden: Int
        let patchLayers: Int
        let turnedWidth: Int
        let turnedHeads: Int
        let turnedHidden: Int
        let turnedLayers: Int
    }

    private struct Model: Decodable {
        let file: String
        let losses: [Double]
        let arrays: [Entry]
    }

    private struct Entry: Decodable {
        let group: String
        let name: String
        let shape: [Int]
        let offset: Int
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The greatest difference of a forecast over the greatest forecast, and of the loss over the loss.
    private static let tolerance = 1e-5

    private let folder: URL
    private let manifest: Manifest

    init(_ path: String) throws {
        folder = URL(fileURLWithPath: path)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try Data(contentsOf: folder.appendingPathComponent("manifest.json"))
        manifest = try decoder.decode(Manifest.self, from: data)
    }

    /// Prints a line for each model; false if one of them differs too much.
    func run(_ options: Options) throws -> Bool {
        print("PyTorch \(manifest.torch); \(MatrixLibrary.name)")
        var agrees = true
        let names = manifest.models.keys.filter(options.wants).sorted()
        guard !names.isEmpty else { throw Failure(description: "there is no model to compare") }
        for name in names {
            let (outputs, loss) = try differences(name, manifest.models[name]!)
            let isClose = max(outputs, loss) <= Self.tolerance
            agrees = agrees && isClose
            print(
                name,
                "outputs differ by \(outputs)",
                "loss by \(loss)",
                isClose ? "ok" : "too much",
                separator: "\t"
            )
        }
        return agrees
    }

    private func network(_ name: String) throws -> (Architecture, WindowNormalization) {
        let sizes = manifest.sizes
        switch name {
        case "nlinear": return (.nlinear, .last)
        case "dlinear", "dlinear-folded": return (.dlinear(DLinear(kernel: sizes.kernel)), .off)
        case "rlinear": return (.rlinear, .reversible)
        case "mlp": return (.mlp(MLP(hidden: [sizes.hidden, sizes.hidden])), .off)
        case "n-beats":
            var settings = NBeats()
            settings.hidden = sizes.hidden
            return (.nBeats(settings), .off)
        case "n-hits":
            var settings = NHits()
            settings.hidden = [sizes.hidden, sizes.hidden]
            return (.nHits(settings), .off)
        case "tide":
            var settings = Tide()
            settings.hidden = sizes.tideHidden
            settings.decoderWidth = sizes.tideStep
            settings.temporalHidden = sizes.tideStepHidden
            return (.tide(settings), .off)
        case "tsmixer":
            var settings = TSMixer()
            settings.hidden = sizes.mixerHidden
            return (.tsMixer(settings), .off)
        case "lstm": return (.lstm(Recurrent(hidden: sizes.recurrentHidden)), .off)
        case "gru": return (.gru(Recurrent(hidden: sizes.recurrentHidden)), .off)
        case "tcn":
            var settings = TCN()
            (settings.channels, settings.kernel) = (sizes.tcnChannels, sizes.tcnKernel)
            settings.blocks = sizes.tcnBlocks
            return (.tcn(settings), .off)
        case "patchtst":
            var settings = PatchTST()
            (settings.patchLength, settings.stride) = (sizes.patch, sizes.patchStride)
            (settings.width, settings.heads) = (sizes.patchWidth, sizes.patchHeads)
            (settings.hidden, settings.layers) = (sizes.patchHidden, sizes.patchLayers)
            return (.patchTST(settings), .standard)
        case "itransformer":
            var settings = ITransformer()
            (settings.width, settings.heads) = (sizes.turnedWidth, sizes.turnedHeads)
            (settings.hidden, settings.layers) = (sizes.turnedHidden, sizes.turnedLayers)
            return (.iTransformer(settings), .standard)
        default: throw Failure(description: "Apus has no model '\(name)'")
        }
    }

    private func differences(_ name: String, _ model: Model) throws -> (Double, Double) {
        let numbers = try floats(model.file)
        func values(_ entry: Entry) throws -> [Float] {
            let range = entry.offset..<(entry.offset + entry.shape.reduce(1, *))
            guard range.upperBound <= numbers.count else {
                throw Failure(description: "\(model.file) ends before \(entry.name)")
            }
            return Array(numbers[range])
        }
        func group(_ group: String) throws -> [Double] {
            try model.arrays.filter { $0.group == group }.flatMap(values).map(Double.init)
        }
        let (architecture, normalization) = try network(name)
        let (lookback, horizon) = (manifest.sizes.lookback, manifest.sizes.horizon)
        let channels = architecture.isMultivariate ? manifest.sizes.channels : 1
        let table = try table(of: try group("inputs"), channels: channels)

        // A network of the right shape lends its record, whose numbers are replaced.
        var training = TrainingSettings()
        training.length = .steps(1)
        var record = try NetworkForecaster(
            architecture,
            inputLength: lookback,
            horizon: horizon,
            normalization: normalization,
            training: training
        ).trained(try TrainingData(table)).record()
        var missing = Set(record.arrays.keys)
        for entry in model.arrays where entry.group == "apus" {
            let numbers = try values(entry)
            guard missing.remove(entry.name) != nil,
                case .float(let old)? = record.arrays[entry.name], old.count == numbers.count
            else { throw Failure(description: "\(name) has no parameter \(entry.name)") }
            record.arrays[entry.name] = .float(numbers)
        }
        guard missing.isEmpty else {
            throw Failure(description: "the export of \(name) has no \(missing.sorted())")
        }
        let fitted = try FittedNetwork(RecordReader(record, path: model.file))
        let origins = (1...manifest.batch).map { $0 * lookback }
        let found = try fitted.predict(table, origins: origins).points

        let (expected, targets) = (try group("outputs"), try group("targets"))
        guard found.count == expected.count, found.count == targets.count else {
            throw Failure(description: "\(name) forecasts \(found.count) numbers")
        }
        let greatest = expected.reduce(0) { max($0, abs($1)) }
        let worst = zip(found, expected).reduce(0.0) { worst, pair in
            let error = abs(pair.0 - pair.1)
            return error.isNaN ? .infinity : max(worst, error)
        }
        let squares = zip(found, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let loss = squares / Double(found.count)
        return (worst / greatest, abs(loss / model.losses[0] - 1))
    }

    /// The windows one after another.
    private func table(of inputs: [Double], channels: Int) throws -> SeriesTable {
        let lookback = manifest.sizes.lookback
        let columns = (0..<channels).map { channel in
            (0..<manifest.batch).flatMap { window in
                let first = (window * channels + channel) * lookback
                return inputs[first..<(first + lookback)]
            }
        }
        return try SeriesTable(channels: (0..<channels).map { "\($0)" }, columns: columns)
    }

    private func floats(_ file: String) throws -> [Float] {
        let data = try Data(contentsOf: folder.appendingPathComponent(file))
        return data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count / 4 * 4, by: 4).map {
                let bits = bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }
}
