public import Synchronization
public import _SystemShims

/// What the pieces of one parallel loop share.
@usableFromInline
struct LoopRegion: ~Copyable {
    /// What a thief calls with the address of the ``LoopPiece`` it has taken.
    @usableFromInline var stolen = apus_closure()
    /// The lowest position at which the loop has stopped: what lies above is not worth starting.
    @usableFromInline let lowestStop = Atomic<Int>(.max)
}

/// Neighbouring positions of a loop that are offered to other workers.
@usableFromInline
struct LoopPiece: ~Copyable {
    /// First, so that its address is that of the piece.
    var job: Job
    @usableFromInline let region: UnsafeMutablePointer<LoopRegion>
    let lower: Int
    let upper: Int
    let blockLength: Int
    let grain: Int
    /// What a thief has made of it: its type is the loop's business. Nil where there is nothing to
    /// tell.
    @usableFromInline var result: UnsafeMutableRawPointer?
    /// Where the result is if it fits; others are in a block of their own.
    @usableFromInline var room: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
}

extension LoopPiece {
    /// Whether values of a type have room in a piece.
    @inlinable @inline(__always)
    static func hasRoom<Value>(for _: Value.Type) -> Bool {
        MemoryLayout<Value>.size <= MemoryLayout<(Int, Int, Int, Int, Int, Int, Int, Int)>.size
            && MemoryLayout<Value>.alignment <= MemoryLayout<Int>.alignment
    }
}

/// The memory of one loop on one worker. A worker keeps its frames for its next loops.
@usableFromInline
struct LoopFrame: ~Copyable {
    /// Pieces of one loop on one worker that are not done at a time. Each is at most half as long
    /// as the one before it.
    static var capacity: Int { 24 }

    /// First, so that its address is that of the frame.
    var region = LoopRegion()
    let pieces = UnsafeMutablePointer<LoopPiece>.allocate(capacity: LoopFrame.capacity)
    var next: UnsafeMutablePointer<LoopFrame>?

    deinit { pieces.deallocate() }
}

extension UnsafeMutablePointer<LoopPiece> {
    var job: UnsafeMutablePointer<Job> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: Job.self)
    }
}

extension UnsafeMutablePointer<LoopFrame> {
    var region: UnsafeMutablePointer<LoopRegion> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: LoopRegion.self)
    }
}

extension UnsafeMutablePointer<Worker> {
    /// A frame for a loop on this worker.
    func takeFrame() -> UnsafeMutablePointer<LoopFrame> {
        guard let frame = pointee.spareFrames else {
            let frame = UnsafeMutablePointer<LoopFrame>.allocate(capacity: 1)
            frame.initialize(to: LoopFrame())
            return frame
        }
        pointee.spareFrames = frame.pointee.next
        frame.pointee.region.lowestStop.store(.max, ordering: .relaxed)
        return frame
    }

    func giveBack(_ frame: UnsafeMutablePointer<LoopFrame>) {
        frame.pointee.next = pointee.spareFrames
        pointee.spareFrames = frame
    }

    func freeFrames() {
        while let frame = pointee.spareFrames {
            pointee.spareFrames = frame.pointee.next
            frame.deinitialize(count: 1)
            frame.deallocate()
        }
    }
}
