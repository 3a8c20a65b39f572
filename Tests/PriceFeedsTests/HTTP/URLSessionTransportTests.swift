import FeedTestSupport
import Testing

@testable import PriceFeeds

@Suite struct URLSessionTransportTests {
    @Test(arguments: ["", "nonsense", "ftp://host/x", "http://", "file:///etc/passwd", "http:///x"])
    func addressesThatAreNone(_ url: String) async {
        await #expect(throws: TransportFault.badAddress(url)) {
            try await URLSessionTransport().get(url)
        }
    }

    @Test func statusHeadersAndBody() async throws {
        let server = TestServer { request in
            ServerReply(
                status: 404,
                headers: ["X-Thing": "a", "Retry-After": "3"],
                body: "\(request.path) \(request.query["q"] ?? "")"
            )
        }
        defer { server.stop() }
        let answer = try await URLSessionTransport().get(server.baseURL + "/a/b?q=1%2F2")
        #expect(answer.status == 404)
        #expect(answer.header("x-thing") == "a")
        #expect(answer.header("retry-after") == "3")
        #expect(answer.header("date") == nil)
        #expect(String(decoding: answer.body, as: UTF8.self) == "/a/b 1/2")
    }
}
