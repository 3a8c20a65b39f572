#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension Axis {
    /// A logarithmic axis marked at powers of two, for what doubles: threads and speed-ups.
    ///
    /// - Parameter values: What is drawn; what is not above 0 is left out.
    init(doubling values: some Sequence<Double>) {
        let known = values.filter { $0 > 0 && $0.isFinite }
        let first = Int(floor(log2(known.min() ?? 1)))
        let last = max(Int(ceil(log2(known.max() ?? 2))), first + 1)
        // So many marks find room.
        let step = (last - first + 8) / 9
        lower = exp2(Double(first))
        upper = exp2(Double(last))
        isLogarithmic = true
        ticks = stride(from: first, through: last, by: step).map { exp2(Double($0)) }
    }
}
