/// A whole answer to a request.
public struct HTTPAnswer: Sendable, Equatable {
    /// The status, such as 200.
    public let status: Int
    /// The bytes of the body.
    public let body: [UInt8]
    private let headers: [String: String]

    /// An answer.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - headers: The headers; the case of names does not matter.
    ///   - body: The bytes of the body.
    public init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.body = body
        self.headers = Dictionary(
            headers.map { ($0.key.lowercased(), $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The value of a header.
    ///
    /// - Parameter name: Its name in lower case.
    public func header(_ name: String) -> String? { headers[name] }

    /// The time that the server says it is, in UTC seconds; nil if it does not say.
    ///
    /// An answer that a cache between has kept for a while is that much older than now.
    public var serverTime: Int64? {
        guard let date = header("date").flatMap(HTTPDate.parse) else { return nil }
        let age = header("age").flatMap { Int64($0) } ?? 0
        return date + max(0, min(age, 1 << 32))
    }

    /// The body without white space at its ends.
    var trimmedBody: ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
        guard let first = body.firstIndex(where: { !isSpace($0) }),
            let last = body.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return body[first...last]
    }

    /// The beginning of the body, for messages: at most 120 bytes.
    var beginning: String {
        let text = String(decoding: trimmedBody.prefix(120), as: UTF8.self)
        return trimmedBody.isEmpty ? "no text" : visible(text)
    }
}
