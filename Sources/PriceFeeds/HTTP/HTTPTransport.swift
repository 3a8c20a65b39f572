/// What sends requests.
public protocol HTTPTransport: Sendable {
    /// The answer to a GET request, whatever its status.
    func get(_ url: String) async throws(TransportFault) -> HTTPAnswer
}

/// Why there is no whole answer.
public enum TransportFault: Error, Equatable, Sendable {
    /// The task was cancelled.
    case cancelled
    /// The address cannot be one.
    case badAddress(String)
    /// No answer, a late one, or one that broke off; why.
    case failed(String)
}
