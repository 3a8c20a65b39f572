/// What a server does about a request.
package struct ServerReply: Sendable {
    package enum Fault: Sendable {
        /// Says that the body has so many bytes, whatever it has.
        case declaredLength(Int)
        /// Closes the connection after so many bytes of the body.
        case cutOff(after: Int)
        /// Closes the connection without a byte.
        case hangUp
        /// Sends nothing until the client goes away.
        case silence
    }

    package var status: Int
    package var headers: [String: String]
    package var body: String
    package var fault: Fault?

    package init(
        status: Int = 200,
        headers: [String: String] = [:],
        body: String = "",
        fault: Fault? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.fault = fault
    }

    package static let hangUp = ServerReply(fault: .hangUp)
    package static let silence = ServerReply(fault: .silence)

    /// What goes over the wire.
    package var bytes: [UInt8] {
        var length = body.utf8.count
        if case .declaredLength(let declared) = fault { length = declared }
        var text = "HTTP/1.1 \(status) Status\r\nContent-Length: \(length)\r\nConnection: close\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            text += "\(name): \(value)\r\n"
        }
        text += "\r\n"
        var sent = Array(body.utf8)
        if case .cutOff(let count) = fault { sent = Array(sent.prefix(count)) }
        return Array(text.utf8) + sent
    }
}
