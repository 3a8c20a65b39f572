import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A small HTTP/1.1 server on 127.0.0.1 with one thread: it answers one request after another as a script says, and
/// does wrong what it is told to.
package final class TestServer: Sendable {
    /// What was asked for.
    package struct Request: Sendable, Equatable {
        package let path: String
        package let query: [String: String]
        /// The number of requests before this one.
        package let number: Int

        package init(path: String, query: [String: String], number: Int) {
            self.path = path
            self.query = query
            self.number = number
        }
    }

    package let baseURL: String
    private let listener: Int32
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    private struct State {
        var isStopped = false
        var requests: [Request] = []
    }

    /// Starts a server.
    ///
    /// - Parameter answer: What to do about a request; called on the server's thread.
    package init(_ answer: @escaping @Sendable (Request) -> ServerReply) {
        #if canImport(Darwin)
        let type = SOCK_STREAM
        #else
        let type = Int32(SOCK_STREAM.rawValue)
        #endif
        listener = socket(AF_INET, type, 0)
        precondition(listener >= 0, "no socket: \(errno)")
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socketAddress in
                precondition(bind(listener, socketAddress, length) == 0, "no port: \(errno)")
                precondition(listen(listener, 64) == 0, "cannot listen: \(errno)")
                precondition(getsockname(listener, socketAddress, &length) == 0)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        baseURL = "http://127.0.0.1:\(port)"
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isStopped }) {
                guard Self.isReadable(listener, milliseconds: 20) else { continue }
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { continue }
                serve(connection, answer)
                close(connection)
            }
            close(listener)
            ended.signal()
        }
    }

    /// All requests so far.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// Ends the server: nobody listens any more when this returns.
    package func stop() {
        let wasStopped = state.withLock { state in
            defer { state.isStopped = true }
            return state.isStopped
        }
        if !wasStopped { ended.wait() }
    }

    private func serve(_ connection: Int32, _ answer: (Request) -> ServerReply) {
        #if canImport(Darwin)
        var yes: Int32 = 1
        setsockopt(connection, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        #endif
        guard let line = Self.requestLine(connection) else { return }
        let request = state.withLock { state in
            let target = line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            let request = Request(target: target, number: state.requests.count)
            state.requests.append(request)
            return request
        }
        let reply = answer(request)
        switch reply.fault {
        case .hangUp: return
        case .silence:
            // Until the client has had enough.
            var byte: UInt8 = 0
            while !state.withLock({ $0.isStopped }) {
                if Self.isReadable(connection, milliseconds: 20) {
                    if recv(connection, &byte, 1, 0) <= 0 { return }
                }
            }
        case .none, .declaredLength, .cutOff:
            Self.send(reply.bytes, to: connection)
        }
    }

    private static func isReadable(_ file: Int32, milliseconds: Int32) -> Bool {
        var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    /// The first line of a request, of which everything up to the empty line has been read.
    private static func requestLine(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard isReadable(connection, milliseconds: 5000) else { return nil }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self)
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                Darwin.send(connection, buffer.baseAddress, buffer.count, 0)
                #elseif canImport(Musl)
                Musl.send(connection, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                #else
                Glibc.send(
                    connection,
                    buffer.baseAddress,
                    buffer.count,
                    Int32(MSG_NOSIGNAL)
                )
                #endif
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension TestServer.Request {
    /// What a request's target asks for.
    package init(target: String, number: Int) {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let fields = pair.split(separator: "=", maxSplits: 1).map(String.init)
            query[fields[0]] = fields.count > 1 ? fields[1].removingPercentEncoding : ""
        }
        self.init(path: parts.first ?? "", query: query, number: number)
    }

    /// What an address asks for.
    package init(url: String) {
        let afterScheme = url.split(separator: "//", maxSplits: 1).last ?? ""
        self.init(target: String(afterScheme.drop { $0 != "/" }), number: 0)
    }
}
