/// A number of a report that may be undefined: NaN and infinities are coded as null.
///
/// JSON has neither, and encoders throw for them. Null is decoded as NaN. Two figures are equal
/// when their numbers are, or when neither is finite, so that a report equals its decoded copy.
@propertyWrapper
public struct Figure: Sendable, Equatable, Codable {
    /// The number; NaN when undefined.
    public var wrappedValue: Double

    /// Wraps a number as it is.
    public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

    /// Decodes null as NaN.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? .nan : try container.decode(Double.self)
    }

    /// Encodes what is not finite as null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if wrappedValue.isFinite {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }

    /// Whether the numbers are equal, or neither is finite.
    public static func == (left: Figure, right: Figure) -> Bool {
        left.wrappedValue == right.wrappedValue
            || !left.wrappedValue.isFinite && !right.wrappedValue.isFinite
    }
}
