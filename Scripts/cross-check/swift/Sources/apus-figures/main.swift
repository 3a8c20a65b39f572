import Foundation

// Answers one question: its name is the argument, what it is about comes in JSON on standard input,
// and the answer goes in JSON to standard output.
let questions: [String: any Question.Type] = [
    "block-length": BlockLengthQuestion.self,
    "covariance": CovarianceQuestion.self,
    "metrics": MetricsQuestion.self,
    "rebalancing": RebalancingQuestion.self,
    "superiority": SuperiorityQuestion.self,
    "weights": WeightsQuestion.self,
]

guard CommandLine.arguments.count == 2, let question = questions[CommandLine.arguments[1]] else {
    let names = questions.keys.sorted().joined(separator: " | ")
    FileHandle.standardError.write(Data("usage: apus-figures \(names) <question.json\n".utf8))
    exit(64)
}
do {
    let answer = try question.answer(to: FileHandle.standardInput.readDataToEndOfFile())
    FileHandle.standardOutput.write(answer)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
