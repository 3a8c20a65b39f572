import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Requests by the system's HTTP client, without cookies, stored answers or credentials.
public struct URLSessionTransport: HTTPTransport {
    private let session: URLSession

    /// A client.
    ///
    /// - Parameter timeout: Seconds without a byte after which a request fails.
    public init(timeout: Double = 30) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeout
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.httpAdditionalHeaders = ["User-Agent": "apus"]
        session = URLSession(configuration: configuration)
    }

    /// The answer to a GET request, whatever its status.
    public func get(_ url: String) async throws(TransportFault) -> HTTPAnswer {
        guard let address = URL(string: url), address.host != nil,
            ["http", "https"].contains(address.scheme?.lowercased())
        else { throw .badAddress(url) }
        do {
            let (data, response) = try await session.data(for: URLRequest(url: address))
            guard let response = response as? HTTPURLResponse else {
                throw TransportFault.failed("the answer is not one of HTTP")
            }
            var headers: [String: String] = [:]
            for (name, value) in response.allHeaderFields {
                headers["\(name)"] = "\(value)"
            }
            return HTTPAnswer(status: response.statusCode, headers: headers, body: Array(data))
        } catch let fault as TransportFault {
            throw fault
        } catch is CancellationError {
            throw .cancelled
        } catch let error as URLError {
            if error.code == .cancelled { throw .cancelled }
            throw .failed(Self.reason(error))
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func reason(_ error: URLError) -> String {
        switch error.code {
        case .timedOut: "no answer in time"
        case .cannotFindHost, .dnsLookupFailed: "its address cannot be found"
        case .cannotConnectToHost: "no connection can be made"
        case .networkConnectionLost: "the connection broke off"
        case .notConnectedToInternet: "there is no network"
        case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate:
            "no secure connection can be made"
        default: visible(error.localizedDescription)
        }
    }
}
