/// Whether the results were the same at every number of threads.
public enum DigestAgreement: String, Sendable, Codable {
    /// All digests are equal.
    case agree
    /// At least two differ.
    case differ
    /// There are fewer than two, or one is missing and the others are equal.
    case unknown

    init(_ digests: [String?]) {
        let known = digests.compactMap(\.self)
        if Set(known).count > 1 {
            self = .differ
        } else {
            self = known.count > 1 && known.count == digests.count ? .agree : .unknown
        }
    }
}
