public import Synchronization
public import _SystemShims

/// A piece of work that may be taken by another worker: on the stack of the frame that forked it,
/// or on the heap when it was spawned.
@usableFromInline
struct Job: ~Copyable {
    /// The body of a stack job; unused by heap jobs.
    @usableFromInline var closure = apus_closure()
    /// A retained ``HeapJob``; nil for stack jobs.
    @usableFromInline var heap: UnsafeMutableRawPointer?
    /// What the body of a stack job is called with; ignored by those that want nothing.
    var argument: UnsafeMutableRawPointer?
    /// Whether it came from outside the pool. Stored releasing and loaded acquiring: this hands the
    /// job over even for tools that cannot see through the queue's lock.
    @usableFromInline let isInjected = Atomic<Bool>(false)
    /// Set when a stack job that was taken is done.
    @usableFromInline let latch: Latch

    @inlinable
    init(owner: UnsafeMutablePointer<Worker>) {
        latch = Latch(owner: owner)
        heap = nil
    }

    init(heap: HeapJob, owner: UnsafeMutablePointer<Worker>?) {
        latch = Latch(owner: owner)
        self.heap = Unmanaged.passRetained(heap).toOpaque()
    }
}

/// The body of a job that outlives the frame that made it.
class HeapJob {
    func run() {}
}

extension UnsafeMutablePointer<Job> {
    /// Runs the job on this thread. Afterwards its memory may be gone.
    func execute() {
        if let heap = pointee.heap {
            let body = Unmanaged<HeapJob>.fromOpaque(heap).takeRetainedValue()
            deinitialize(count: 1)
            deallocate()
            body.run()
        } else {
            apus_closure_call(pointee.closure, pointee.argument)
            pointee.latch.set()
        }
    }

    /// Makes a heap job; ``execute()`` frees it.
    static func make(_ body: HeapJob) -> UnsafeMutablePointer<Job> {
        let job = UnsafeMutablePointer<Job>.allocate(capacity: 1)
        job.initialize(to: Job(heap: body, owner: nil))
        return job
    }
}

/// Writes the two words of a closure to `words`. The closure stays valid until the call of
/// ``keepAlive(_:)`` with it.
@_silgen_name("apus_closure_capture")
@usableFromInline
func capture(_ body: () -> Void, _ words: UnsafeMutablePointer<apus_closure>)

/// The same for a closure that is called with an address.
@_silgen_name("apus_closure_capture_with_argument")
@usableFromInline
func capture(
    _ body: (UnsafeMutableRawPointer) -> Void,
    _ words: UnsafeMutablePointer<apus_closure>
)

/// Does nothing; whatever the closure refers to lives up to here.
@_silgen_name("apus_closure_keep_alive")
@usableFromInline
func keepAlive(_ body: () -> Void)

/// Does nothing; whatever the closure refers to lives up to here.
@_silgen_name("apus_closure_keep_alive_with_argument")
@usableFromInline
func keepAlive(_ body: (UnsafeMutableRawPointer) -> Void)
