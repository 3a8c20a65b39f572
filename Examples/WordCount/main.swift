// Counts the words of a text, its lines in parallel: each worker fills dictionaries of its own,
// which are then combined in the order of the text.
import DataParallel
import Foundation

func fail(_ message: String, _ status: Int32) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(status)
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard (1...2).contains(arguments.count), let limit = Int(arguments.dropFirst().first ?? "10"),
    limit >= 0
else { fail("usage: WordCount FILE [LIMIT]\nLIMIT is how many words to show: 0 or more.", 64) }

let text: String
do {
    text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: arguments[0])), as: UTF8.self)
} catch {
    fail("\(arguments[0]) cannot be read: \(error.localizedDescription)", 66)
}

let lines = text.split(whereSeparator: \.isNewline)
let counts = lines.parallel.reduce(into: [String: Int]()) { counts, line in
    for word in line.split(whereSeparator: { !$0.isLetter }) {
        counts[word.lowercased(), default: 0] += 1
    }
} combine: { counts, others in
    counts.merge(others, uniquingKeysWith: +)
}

print("lines: \(lines.count), words: \(counts.values.reduce(0, +)), different: \(counts.count)")
let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
for (word, count) in order.prefix(limit) {
    print("\(count)\t\(word)")
}
