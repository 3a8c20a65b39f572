public import Synchronization

/// What the pieces of one parallel call share. It lives on the stack of the call.
@usableFromInline
struct Region<State, Failure: Error>: ~Copyable {
    @usableFromInline let state: State
    @usableFromInline let cancellation: ParallelOptions<Failure>.Cancellation?
    /// The lowest position whose piece has thrown: pieces above it are not worth starting.
    @usableFromInline let lowestStop = Atomic<Int>(.max)
    /// How many units (positions or chunks) run without forking. A hint: it follows the measured
    /// speed, and any value is correct.
    @usableFromInline let cutoffHint = Atomic<Int>(1)
    /// Whether the cut-off is given and not measured.
    @usableFromInline let hasFixedCutoff: Bool

    @inlinable
    init(_ state: State, _ options: ParallelOptions<Failure>) {
        self.state = state
        cancellation = options.cancellation
        hasFixedCutoff = options.grain != nil
    }

    /// How many units run without forking.
    @inlinable @inline(__always)
    var cutoff: Int {
        get { cutoffHint.load(ordering: .relaxed) }
        nonmutating set { cutoffHint.store(newValue, ordering: .relaxed) }
    }

    /// Whether a piece with a lower position has thrown, so that this one's outcome is not needed.
    @inlinable @inline(__always)
    func isMoot(_ lower: Int) -> Bool {
        Failure.self != Never.self && lowestStop.load(ordering: .relaxed) < lower
    }

    /// Runs a piece and notes where it failed. The piece must not be moot.
    @inlinable @inline(__always)
    func run(_ lower: Int, _ piece: () throws(Failure) -> Void) throws(Failure) {
        if Failure.self == Never.self {
            try piece()
            return
        }
        do throws(Failure) {
            if let cancellation, cancellation.token.isCancelled { throw cancellation.error }
            try piece()
        } catch {
            lowestStop.min(lower, ordering: .relaxed)
            throw error
        }
    }

    /// Takes a measured speed into account.
    @inlinable
    func noteSpeed(units: Int, ticks: UInt64) {
        guard !hasFixedCutoff else { return }
        let old = cutoff
        let new = min(Timing.units(in: Timing.piece, at: units, per: ticks), old &* 8)
        // Written rarely: the line is shared.
        if new > old &* 2 || new < old / 2 { cutoff = max(1, new) }
    }
}

/// How long things should take, in microseconds, and the arithmetic with it.
@usableFromInline
enum Timing {
    /// A call that takes no longer runs on the calling thread.
    @inlinable static var inline: Double { 3 }
    /// A piece that takes no longer is not split.
    @inlinable static var piece: Double { 2 }
    /// A block of the first positions, and the least time of an element that is heavy.
    @inlinable static var block: Double { 1 }

    /// How many units take `microseconds` if `units` took `ticks`. At least 1.
    @inlinable
    static func units(in microseconds: Double, at units: Int, per ticks: UInt64) -> Int {
        let allowed = microseconds * Double(ticksPerMicrosecond)
        let count = allowed * Double(units) / Double(max(1, ticks))
        return count < 1 ? 1 : count > 0x1p40 ? 1 << 40 : Int(count)
    }

    /// The microseconds in a number of ticks.
    @inlinable
    static func microseconds(_ ticks: UInt64) -> Double {
        Double(ticks) / Double(ticksPerMicrosecond)
    }
}
