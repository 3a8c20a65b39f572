import Foundation

/// Reads answers in JSON.
enum JSONAnswer {
    /// The value of an answer, or why there is none.
    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from answer: HTTPAnswer
    ) throws(PageProblem) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(answer.body))
        } catch {
            throw problem(of: answer, error)
        }
    }

    /// What is wrong with an answer that cannot be decoded.
    private static func problem(of answer: HTTPAnswer, _ error: any Error) -> PageProblem {
        let text = answer.trimmedBody
        guard let first = text.first, let last = text.last else {
            return .cutOff("the answer is empty")
        }
        if first == UInt8(ascii: "<") { return .malformed("it is a web page, not JSON") }
        let ends = [UInt8(ascii: "["): UInt8(ascii: "]"), UInt8(ascii: "{"): UInt8(ascii: "}")]
        guard let end = ends[first] else {
            return .malformed("it begins with \(quoted(answer.beginning)), which is not JSON")
        }
        // Whoever closes a connection early hardly hits the very last bracket.
        if last != end { return .cutOff("the answer ends in its middle") }
        return .malformed(reason(error))
    }

    private static func reason(_ error: any Error) -> String {
        let context: DecodingError.Context? =
            switch error as? DecodingError {
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .keyNotFound(_, let context), .dataCorrupted(let context):
                context
            default: nil
            }
        guard let context else { return "its JSON cannot be read" }
        let place = context.codingPath.map { key in
            key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
        }.joined()
        let what = visible(context.debugDescription)
        return place.isEmpty ? what : "\(what) at \(place)"
    }
}

/// A key of an object whose keys are not known ahead.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}

extension UnkeyedDecodingContainer {
    /// A price or an amount that is written as text.
    mutating func decodeNumberInText() throws -> Double {
        let text = try decode(String.self)
        guard let number = Double(text) else {
            throw DecodingError.dataCorruptedError(
                in: self,
                debugDescription: "\(quoted(text)) is not a number"
            )
        }
        return number
    }
}
