/// An optional whose key is always there: nil is coded as null, where synthesised coding would
/// leave the key out.
@propertyWrapper
public struct Nullable<Value: Codable & Equatable & Sendable>: Sendable, Equatable, Codable {
    /// The value; nil when there is none.
    public var wrappedValue: Value?

    /// Wraps a value as it is.
    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    /// Decodes null as nil.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    /// Encodes nil as null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}
