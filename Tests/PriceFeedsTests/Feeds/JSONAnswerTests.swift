import Testing

@testable import PriceFeeds

@Suite struct JSONAnswerTests {
    /// Wherever an answer breaks off, it is known to be so.
    @Test func everyBeginningIsCutOff() {
        let whole = #"[[1,"a\"]"],{"b":[2,"]}"]},["\\",3]]"#
        let bytes = Array(whole.utf8)
        for count in 0..<bytes.count {
            let answer = HTTPAnswer(status: 200, body: Array(bytes[..<count]))
            let problem = #expect(throws: PageProblem.self) {
                try JSONAnswer.decode([Int].self, from: answer)
            }
            guard case .cutOff = problem else {
                Issue.record("\(count) bytes: \(problem as Any)")
                continue
            }
        }
        let problem = #expect(throws: PageProblem.self) {
            try JSONAnswer.decode([Int].self, from: HTTPAnswer(status: 200, body: bytes))
        }
        guard case .malformed = problem else {
            Issue.record("\(problem as Any)")
            return
        }
    }
}
