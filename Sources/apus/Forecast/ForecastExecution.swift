import DataParallel
import Forecasting

extension Parallelism {
    /// On an executor of the command line, given up on Ctrl-C.
    init(_ executor: any ParallelExecutor) {
        self.init(pool: executor as? ThreadPool, cancellation: Interrupt.token)
    }
}

/// A model's settings on the command line: `--set key=value`.
enum SettingArguments {
    /// The settings by name.
    static func parse(_ texts: [String]) throws -> [String: String] {
        var settings: [String: String] = [:]
        for text in texts {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw Failure(
                    .usage,
                    "--set: '\(text)' is not a setting; write key=value, such as steps=500"
                )
            }
            let key = String(text[..<equals])
            let value = String(text[text.index(after: equals)...])
            guard settings.updateValue(value, forKey: key) == nil else {
                throw Failure(.usage, "--set: \(key) is given twice; give it once")
            }
        }
        return settings
    }
}
