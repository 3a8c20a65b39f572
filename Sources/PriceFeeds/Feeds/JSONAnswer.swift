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
        guard let first = text.first else {
            return .cutOff("the answer is empty")
        }
        if first == UInt8(ascii: "<") { return .malformed("it is a web page, not JSON") }
        guard first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else {
            return .malformed("it begins with \(quoted(answer.beginning)), which is not JSON")
        }
        if isOpen(text) { return .cutOff("the answer ends in its middle") }
        return .malformed(reason(error))
    }

    /// Whether more brackets are opened than closed, or a text is not ended.
    private static func isOpen(_ json: ArraySlice<UInt8>) -> Bool {
        var depth = 0
        var isText = false
        var isEscaped = false
        for byte in json {
            if isEscaped {
                isEscaped = false
            } else if isText {
                isEscaped = byte == UInt8(ascii: "\\")
                isText = byte != UInt8(ascii: "\"")
            } else {
                switch byte {
                case UInt8(ascii: "\""): isText = true
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                default: break
                }
            }
        }
        return isText || depth > 0
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
