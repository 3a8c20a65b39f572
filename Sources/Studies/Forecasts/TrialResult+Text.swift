import Forecasting
import Foundation

extension TrialResult.Key {
    /// Numbers from 1, as people count.
    var text: String { "trial \(trial + 1), rung \(rung + 1)" }

    /// Nil for what ``text`` did not write.
    init?(text: String) {
        let words = text.split(separator: " ")
        guard words.count == 4, words[0] == "trial", words[2] == "rung",
            let trial = Int(words[1].dropLast()), let rung = Int(words[3]), trial >= 1, rung >= 1
        else { return nil }
        self.init(trial: trial - 1, rung: rung - 1)
    }
}

extension TrialResult.Outcome {
    private struct Members: Codable {
        var score: Double?
        var error: String?
    }

    /// A JSON object of the score or the error.
    var text: String {
        switch self {
        case .score(let score): return "{\"score\":\(score)}"
        case .failure(let error):
            let bytes = try? JSONEncoder().encode(Members(error: error))
            return String(decoding: bytes ?? Data(), as: UTF8.self)
        }
    }

    /// Nil for what ``text`` did not write.
    init?(text: String) {
        guard let members = try? JSONDecoder().decode(Members.self, from: Data(text.utf8)) else {
            return nil
        }
        if let score = members.score {
            self = .score(score)
        } else if let error = members.error {
            self = .failure(error)
        } else {
            return nil
        }
    }
}
