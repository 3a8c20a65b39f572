/// What a server does about a request.
struct ServerReply: Sendable {
    enum Fault: Sendable {
        /// Says that the body has so many bytes, whatever it has.
        case declaredLength(Int)
        /// Closes the connection after so many bytes of the body.
        case cutOff(after: Int)
        /// Closes the connection without a byte.
        case hangUp
        /// Sends nothing until the client goes away.
        case silence
    }

    var status = 200
    var headers: [String: String] = [:]
    var body = ""
    var fault: Fault?

    static let hangUp = ServerReply(fault: .hangUp)
    static let silence = ServerReply(fault: .silence)

    /// What goes over the wire.
    var bytes: [UInt8] {
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
