#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// What a fitted scaler does to the values of one channel, and how it is undone.
struct ChannelMap: Sendable, Equatable {
    var offset = 0.0
    var scale = 1.0
    /// The power before; nil for none.
    var power: PowerTransform?

    func transform(_ value: Double) -> Double {
        ((power?.transform(value) ?? value) - offset) / scale
    }

    func inverse(_ value: Double) -> Double {
        let unscaled = value * scale + offset
        return power?.inverse(unscaled) ?? unscaled
    }
}

/// The Box-Cox transform of values divided by their geometric mean.
///
/// Dividing changes nothing but offset and scale of what comes out, which are standardised after, and
/// keeps digits where powers of the values themselves would be very large or very small.
struct PowerTransform: Sendable, Equatable {
    /// The power.
    var lambda: Double
    /// The mean of the values' logarithms.
    var logCenter: Double

    /// NaN for values that are not positive.
    func transform(_ value: Double) -> Double { Self.bend(log(value) - logCenter, lambda) }

    /// Beyond the range of the transform its end: 0 for a positive power, infinity for a negative one.
    func inverse(_ value: Double) -> Double {
        guard lambda != 0 else { return exp(value + logCenter) }
        let base = lambda * value
        if base <= -1 { return lambda > 0 ? 0 : .infinity }
        return exp(log1p(base) / lambda + logCenter)
    }

    /// `(z^lambda - 1) / lambda` of a value given by its logarithm.
    static func bend(_ logarithm: Double, _ lambda: Double) -> Double {
        lambda == 0 ? logarithm : expm1(lambda * logarithm) / lambda
    }
}
