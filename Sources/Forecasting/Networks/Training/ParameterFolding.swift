/// Parameters that a network is trained in, where it runs on fewer that are computed of them.
protocol ParameterFolding: Sendable {
    /// What is trained, stored and moved by the optimiser.
    var descriptions: [ParameterDescription] { get }
    /// Computes what the network runs on.
    func fold(_ trained: UnsafePointer<Float>, into network: UnsafeMutablePointer<Float>)
    /// Computes the gradient of what is trained from that of what the network runs on.
    func unfold(_ network: UnsafePointer<Float>, into trained: UnsafeMutablePointer<Float>)
}
