import Synchronization
public import _SystemShims

/// What a loop is to do next.
@usableFromInline
enum LoopStep {
    /// Run the positions `lower..<upper`.
    case block
    /// Tell the region what thieves call, then go on with ``LoopCursor/begin()``.
    case start
    /// Take over the result of ``LoopCursor/taken``: its positions follow those that are done.
    case stolen
    /// All is done.
    case end
}

/// Leads one worker through a loop, block by block, from left to right.
///
/// The first blocks are timed: a loop that takes a few microseconds ends without touching the pool.
/// Others are split when another worker could help: whenever nothing that this worker has offered
/// is left to take, it offers the right half of what it still has to do (A. Tzannes et al., "Lazy
/// binary-splitting", PPoPP 2010). A loop that nobody helps with is split log *n* times. Where a
/// single block takes long, all that can be offered is offered before it.
///
/// None of this is generic: the loop itself is compiled into the caller, around these calls.
@usableFromInline
struct LoopCursor: ~Copyable {
    /// The positions of the current block.
    @usableFromInline var lower: Int
    @usableFromInline var upper: Int
    /// Where the positions end that follow one by one; after them come those of the last piece.
    @usableFromInline var end: Int
    /// The worker that runs a loop which may be split; nil until then.
    @usableFromInline var worker: UnsafeMutablePointer<Worker>?
    /// The piece whose result is to be taken over.
    @usableFromInline var taken: UnsafeMutablePointer<LoopPiece>?
    @usableFromInline var region: UnsafeMutablePointer<LoopRegion>?
    @usableFromInline var frame: UnsafeMutablePointer<LoopFrame>?
    /// Pieces that are offered or taken and whose results have not been taken over.
    @usableFromInline var pieceCount = 0
    /// Where all of this worker's positions end.
    @usableFromInline let totalEnd: Int
    @usableFromInline var blockLength: Int
    /// So many positions are worth waking another worker for.
    @usableFromInline var wakingLength = 0
    @usableFromInline var blockStart: UInt64
    @usableFromInline let start: UInt64
    /// The length of all blocks; 0 if it follows from measured speed.
    @usableFromInline let grain: Int
    @usableFromInline let mustPause: Bool
    @usableFromInline var isAlone = false
    @usableFromInline var isGuest = false

    /// At the first block of a loop, or before it if a grain is given and there are more.
    ///
    /// - Parameters:
    ///   - count: At least 1.
    ///   - mustPause: Whether blocks are to be short also where nothing is split.
    @inlinable @inline(__always)
    init(count: Int, grain: Int?, mustPause: Bool) {
        lower = 0
        upper = grain == nil ? 1 : grain! < count ? 0 : count
        end = count
        totalEnd = count
        blockLength = grain ?? 1
        start = grain == nil && count > 1 ? apus_ticks() : 0
        blockStart = start
        self.grain = grain ?? 0
        self.mustPause = mustPause
    }

    /// Before the first block of a piece that the calling worker has taken.
    @usableFromInline
    init(_ piece: UnsafeMutablePointer<LoopPiece>) {
        let thief = UnsafeMutablePointer<Worker>.current
        lower = piece.pointee.lower
        end = piece.pointee.upper
        upper = lower
        totalEnd = end
        blockLength = piece.pointee.blockLength
        grain = piece.pointee.grain
        mustPause = false
        wakingLength = grain > 0 ? 0 : 5 * blockLength
        start = 0
        blockStart = 0
        worker = thief
        region = piece.pointee.region
    }

    /// Whether the loop has stopped below this worker's next position: what comes does not matter.
    @usableFromInline
    var isMoot: Bool { isMoot(lower) }

    private func isMoot(_ position: Int) -> Bool {
        guard let region else { return false }
        return region.pointee.lowestStop.load(ordering: .relaxed) < position
    }

    /// Chooses what comes after a block, or after a result was taken over.
    @inlinable @inline(__always)
    mutating func next() -> LoopStep {
        if upper == end && worker == nil { return .end }
        return advance()
    }

    @usableFromInline
    mutating func advance() -> LoopStep {
        guard let worker else { return isAlone ? goOnAlone() : probe() }
        measure()
        if isMoot(upper) { end = upper }
        if upper == end { return takeNextPiece(worker) }
        offer(worker)
        return .block
    }

    /// Starts the first block after the region knows what thieves call.
    @usableFromInline
    mutating func begin() {
        guard let worker else { return }
        offer(worker)
    }

    /// Says that the loop has stopped in the current block. Afterwards only ``drain()`` may be
    /// called.
    @usableFromInline
    func stop() {
        region?.pointee.lowestStop.min(lower, ordering: .relaxed)
    }

    /// Takes unfinished pieces back. False when there are no more; else ``taken`` has a result that
    /// nobody wants.
    @usableFromInline
    mutating func drain() -> Bool {
        guard let worker else { return false }
        end = upper
        while true {
            switch takeNextPiece(worker) {
            case .stolen: return true
            case .end: return false
            // Never started, and never will be.
            case .block, .start: end = upper
            }
        }
    }

    // MARK: - Before the loop is split

    /// Goes on in longer blocks, or finds that the loop is worth splitting.
    private mutating func probe() -> LoopStep {
        if grain > 0 { return enterPool() ? .start : goOnAlone() }
        let now = apus_ticks()
        let timing = apus_timing()
        let (length, ticks) = (upper - lower, now &- blockStart)
        let spent = now &- start
        let remaining = end - upper
        // The very first positions wait for memory; believe them only if they are slow.
        let isTelling = upper > 8 || ticks >= timing.block
        let isLong =
            spent >= timing.alone
            || isTelling && ticks &* UInt64(remaining) >= (timing.alone - spent) &* UInt64(length)
        if isLong {
            blockLength = fitting(timing.piece, length, ticks)
            wakingLength = fitting(timing.wake, length, ticks)
            return enterPool() ? .start : goOnAlone()
        }
        var next = length
        while next < 8 * length, ticks &* UInt64(next) < timing.block &* UInt64(length) {
            next *= 2
        }
        blockStart = now
        lower = upper
        upper = remaining <= next + 2 ? end : upper + next
        return .block
    }

    /// Becomes a worker of the current pool. False if nobody there can help.
    private mutating func enterPool() -> Bool {
        if let current = UnsafeMutablePointer<Worker>.current {
            worker = current
        } else if ThreadPool.shared.workerCount > 1 {
            let guest = ThreadPool.shared.state.enter()
            apus_set_current_worker(guest)
            isGuest = true
            worker = guest
        }
        guard let worker, worker.pointee.pool.pointee.workerCount > 1 else {
            worker = nil
            return false
        }
        let frame = worker.takeFrame()
        self.frame = frame
        region = frame.region
        return true
    }

    private mutating func goOnAlone() -> LoopStep {
        isAlone = true
        lower = upper
        upper = mustPause || grain > 0 ? min(lower + blockLength, end) : end
        return .block
    }

    // MARK: - Splitting

    /// Learns from the block that has just ended how long blocks should be.
    private mutating func measure() {
        let length = upper - lower
        guard grain == 0, length > 0 else { return }
        let ticks = apus_ticks() &- blockStart
        blockLength = min(fitting(apus_timing().piece, length, ticks), blockLength * 8)
        wakingLength = fitting(apus_timing().wake, length, ticks)
    }

    /// Sets the next block, after offering what can be offered.
    private mutating func offer(_ worker: UnsafeMutablePointer<Worker>) {
        let next = upper
        let isLong = totalEnd - next >= wakingLength
        let hasNothingOffered = worker.pointee.deque.looksEmpty
        if grain > 0 || blockLength == 1 {
            while end - next > blockLength, split(worker, wakes: isLong) {}
        } else if hasNothingOffered, end - next >= 2 * blockLength {
            _ = split(worker, wakes: isLong)
        }
        if isLong, !hasNothingOffered { worker.wakeForOwnWork() }
        lower = next
        upper = min(next + blockLength, end)
        if grain == 0 { blockStart = apus_ticks() }
    }

    /// Offers the right half of what is left. False if that is not possible now.
    private mutating func split(_ worker: UnsafeMutablePointer<Worker>, wakes: Bool) -> Bool {
        guard let region, pieceCount < LoopFrame.capacity else { return false }
        let frame = self.frame ?? worker.takeFrame()
        self.frame = frame
        let left = end - upper
        var middle = upper + left / 2
        if grain > 0 { middle = upper + left / grain / 2 * grain }
        if middle == upper { middle = upper + blockLength }
        let piece = frame.pointee.pieces + pieceCount
        piece.initialize(
            to: LoopPiece(
                job: Job(owner: worker),
                region: region,
                lower: middle,
                upper: end,
                blockLength: blockLength,
                grain: grain,
                result: nil
            )
        )
        piece.pointee.job.closure = region.pointee.stolen
        piece.pointee.job.argument = UnsafeMutableRawPointer(piece)
        guard worker.push(piece.job, wakes: wakes) else { return false }
        pieceCount += 1
        end = middle
        return true
    }

    /// Goes on with the piece that follows, if nobody has taken it.
    private mutating func takeNextPiece(_ worker: UnsafeMutablePointer<Worker>) -> LoopStep {
        while pieceCount > 0, let frame {
            pieceCount -= 1
            let piece = frame.pointee.pieces + pieceCount
            if worker.reclaim(piece.job) {
                if isMoot(piece.pointee.lower) { continue }
                lower = piece.pointee.lower
                upper = lower
                end = piece.pointee.upper
                offer(worker)
                return .block
            }
            worker.wait(for: piece.pointee.job.latch)
            taken = piece
            return .stolen
        }
        finish(worker)
        return .end
    }

    private mutating func finish(_ worker: UnsafeMutablePointer<Worker>) {
        if let frame { worker.giveBack(frame) }
        frame = nil
        self.worker = nil
        if isGuest {
            apus_set_current_worker(nil)
            worker.pointee.pool.leave(worker)
        }
    }
}

/// How many positions take `allowed` ticks if `length` of them took `ticks`. At least 1.
private func fitting(_ allowed: UInt64, _ length: Int, _ ticks: UInt64) -> Int {
    let count = Double(allowed) * Double(length) / Double(max(1, ticks))
    return count < 1 ? 1 : count > 0x1p40 ? 1 << 40 : Int(count)
}
