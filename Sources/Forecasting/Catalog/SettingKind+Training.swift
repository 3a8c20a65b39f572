/// A word that may have numbers: "step:100,0.5".
struct WordWithNumbers {
    let word: String
    private let numbers: [Double]

    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        word = parts.first.map(String.init) ?? ""
        guard parts.count == 2 else {
            numbers = []
            return
        }
        let texts = parts[1].split(separator: ",", omittingEmptySubsequences: false)
        numbers = texts.compactMap { Double($0) }.filter(\.isFinite)
        guard numbers.count == texts.count else { return nil }
    }

    /// All numbers.
    var all: [Double] { numbers }

    /// The numbers, with usual ones where the last are left out; nil if there are too many.
    func numbers(or usual: [Double]) -> [Double]? {
        guard numbers.count <= usual.count else { return nil }
        return numbers + usual[numbers.count...]
    }

    /// Text that is read as this.
    static func text(_ word: String, _ numbers: Double...) -> String {
        let texts = numbers.map { Int(exactly: $0).map { "\($0)" } ?? "\($0)" }
        return texts.isEmpty ? word : word + ":" + texts.joined(separator: ",")
    }
}

extension SettingKind {
    /// What is read of a word with numbers, and must hold.
    private static func words(
        _ requirement: String,
        _ read: @escaping @Sendable (WordWithNumbers) -> Value?,
        valid: @escaping @Sendable (Value) throws(ForecastingError) -> Void,
        format: @escaping @Sendable (Value) -> String
    ) -> Self {
        SettingKind(
            requirement: requirement,
            parse: { text in
                guard let value = WordWithNumbers(text).flatMap(read) else { return nil }
                // What it requires is said in one place, the requirement.
                return (try? valid(value)) == nil ? nil : value
            },
            format: format
        )
    }
}

extension SettingKind<Loss> {
    /// What training makes small.
    static var loss: Self {
        words(
            "is mse, mae, huber:DELTA, quantile:LEVEL,LEVEL,... (ascending between 0 and 1), mape,"
                + " smape or mase:SEASON"
        ) { text in
            switch text.word {
            case "mse" where text.all.isEmpty: return .mse
            case "mae" where text.all.isEmpty: return .mae
            case "mape" where text.all.isEmpty: return .mape
            case "smape" where text.all.isEmpty: return .smape
            case "huber": return text.numbers(or: [1]).map { .huber(delta: $0[0]) }
            case "quantile": return .quantiles(text.all)
            case "mase":
                let season = text.numbers(or: [1]).flatMap { Int(exactly: $0[0]) }
                return season.map { .mase(seasonLength: $0) }
            default: return nil
            }
        } valid: { (loss) throws(ForecastingError) in
            try loss.validate()
        } format: { loss in
            switch loss {
            case .mse: return "mse"
            case .mae: return "mae"
            case .mape: return "mape"
            case .smape: return "smape"
            case .huber(let delta): return WordWithNumbers.text("huber", delta)
            case .mase(let season): return WordWithNumbers.text("mase", Double(season))
            case .quantiles(let levels):
                return "quantile:" + levels.map { "\($0)" }.joined(separator: ",")
            }
        }
    }
}

extension SettingKind<Optimizer> {
    /// How parameters follow their gradients.
    static var optimizer: Self {
        words(
            "is adam:BETA1,BETA2,EPSILON, adamw:BETA1,BETA2,EPSILON, sgd:MOMENTUM or"
                + " rmsprop:DECAY,EPSILON, with numbers of at least 0 and less than 1 or without"
        ) { text in
            switch text.word {
            case "adam", "adamw":
                guard let numbers = text.numbers(or: [0.9, 0.999, 1e-8]), numbers[2] >= 0 else {
                    return nil
                }
                let (one, two, epsilon) = (numbers[0], numbers[1], numbers[2])
                return text.word == "adam"
                    ? .adam(beta1: one, beta2: two, epsilon: epsilon)
                    : .adamW(beta1: one, beta2: two, epsilon: epsilon)
            case "sgd": return text.numbers(or: [0.9]).map { .sgd(momentum: $0[0]) }
            case "rmsprop":
                guard let numbers = text.numbers(or: [0.99, 1e-8]), numbers[1] >= 0 else {
                    return nil
                }
                return .rmsProp(decay: numbers[0], epsilon: numbers[1])
            default: return nil
            }
        } valid: { (optimizer) throws(ForecastingError) in
            try optimizer.validate()
        } format: { optimizer in
            switch optimizer {
            case .adam(let one, let two, let epsilon):
                return WordWithNumbers.text("adam", one, two, epsilon)
            case .adamW(let one, let two, let epsilon):
                return WordWithNumbers.text("adamw", one, two, epsilon)
            case .sgd(let momentum): return WordWithNumbers.text("sgd", momentum)
            case .rmsProp(let decay, let epsilon):
                return WordWithNumbers.text("rmsprop", decay, epsilon)
            }
        }
    }
}

extension SettingKind<LearningRateSchedule> {
    /// How the learning rate changes.
    static var schedule: Self {
        words(
            "is constant, cosine:WARMUP,LEAST, step:EVERY,FACTOR or plateau:PATIENCE,FACTOR, with"
                + " factors from 0 to 1"
        ) { text in
            switch text.word {
            case "constant" where text.all.isEmpty: return .constant
            case "cosine":
                guard let numbers = text.numbers(or: [0, 0]), let steps = Int(exactly: numbers[0])
                else { return nil }
                return .cosine(warmUpSteps: steps, least: numbers[1])
            case "step":
                guard let numbers = text.numbers(or: [100, 0.5]),
                    let every = Int(exactly: numbers[0])
                else { return nil }
                return .step(every: every, factor: numbers[1])
            case "plateau":
                guard let numbers = text.numbers(or: [2, 0.5]),
                    let patience = Int(exactly: numbers[0])
                else { return nil }
                return .plateau(patience: patience, factor: numbers[1])
            default: return nil
            }
        } valid: { (schedule) throws(ForecastingError) in
            try schedule.validate()
        } format: { schedule in
            switch schedule {
            case .constant: return "constant"
            case .cosine(let steps, let least):
                return WordWithNumbers.text("cosine", Double(steps), least)
            case .step(let every, let factor):
                return WordWithNumbers.text("step", Double(every), factor)
            case .plateau(let patience, let factor):
                return WordWithNumbers.text("plateau", Double(patience), factor)
            }
        }
    }
}

extension SettingKind<[NBeats.Stack]> {
    /// The stacks of N-BEATS.
    static var stacks: Self {
        let stack = SettingKind<NBeats.Stack>(
            requirement: "is generic, trend:DEGREE or seasonality:HARMONICS",
            parse: { text in
                guard let text = WordWithNumbers(text) else { return nil }
                switch text.word {
                case "generic" where text.all.isEmpty: return .generic
                case "trend":
                    let degree = text.numbers(or: [3]).flatMap { Int(exactly: $0[0]) }
                    return degree.flatMap { 0...100 ~= $0 ? .trend(degree: $0) : nil }
                case "seasonality":
                    let harmonics = text.numbers(or: [4]).flatMap { Int(exactly: $0[0]) }
                    return harmonics.flatMap {
                        1...10_000 ~= $0 ? .seasonality(harmonics: $0) : nil
                    }
                default: return nil
                }
            },
            format: { stack in
                switch stack {
                case .generic: "generic"
                case .trend(let degree): "trend:\(degree)"
                case .seasonality(let harmonics): "seasonality:\(harmonics)"
                }
            }
        )
        return list(stack)
    }
}
