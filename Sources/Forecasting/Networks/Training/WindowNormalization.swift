/// What is taken out of each window before a network sees it, and put back into its forecast.
public enum WindowNormalization: String, Sendable, CaseIterable {
    /// Nothing.
    case off = "none"
    /// The last value is subtracted.
    case last
    /// The mean is subtracted and the rest divided by the standard deviation.
    case standard
    /// The same, with a gain and an offset for each channel that are trained: reversible instance
    /// normalisation (T. Kim et al., ICLR 2022).
    case reversible

    /// Added to the variance, so that constant windows can be divided.
    static var epsilon: Double { 1e-5 }

    var divides: Bool { self == .standard || self == .reversible }
}
