import _MatrixProducts

/// Heads of sequences, one piece of work each.
enum AttentionWork {
    /// Calls `body` with each head's number and scratch memory.
    static func forEach<Scalar: NetworkScalar>(
        _ count: Int,
        scratchCount: Int,
        on parallelism: Parallelism,
        _ body: (_ index: Int, _ scratch: UnsafeMutablePointer<Scalar>) -> Void
    ) {
        guard parallelism.workerCount > 1, count > 1 else {
            withUnsafeTemporaryAllocation(of: Scalar.self, capacity: scratchCount) { scratch in
                for index in 0..<count { body(index, scratch.baseAddress!) }
            }
            return
        }
        withoutActuallyEscaping(body) { body in
            let shared = Shared(body: body)
            parallelism.forEach(count, grain: 1) { index in
                // Whoever works, numbers below the normal range are zero.
                let run = apus_begin_products()
                defer { apus_end_products(run) }
                withUnsafeTemporaryAllocation(of: Scalar.self, capacity: scratchCount) { scratch in
                    shared.body(index, scratch.baseAddress!)
                }
            }
        }
    }

    /// `@unchecked Sendable`: each call writes to memory of its own head.
    private struct Shared<Scalar: NetworkScalar>: @unchecked Sendable {
        let body: (Int, UnsafeMutablePointer<Scalar>) -> Void
    }
}
