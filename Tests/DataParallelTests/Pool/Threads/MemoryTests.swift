#if os(Linux)

import DataParallel
import Testing

/// Tasks leave no memory behind: after a warm-up the process stays as large as it is.
@Suite(.timeLimit(.minutes(30))) struct MemoryTests {
    #if DEBUG
    static let tasks = 2_000_000
    #else
    static let tasks = 10_000_000
    #endif

    @Test func joinsAndSpawnsTakeNoMemory() async {
        await #expect(processExitsWith: .success) {
            let pool = ThreadPool(workerCount: 2)
            @Sendable func tasks(_ count: Int) {
                var left = count
                while left > 0 {
                    // Half of the tasks spawned, half joined; 1,000 a region.
                    pool.scope { scope in for _ in 0..<500 { scope.spawn { _ in } } }
                    pool.run { for _ in 0..<500 { _ = join({}, {}) } }
                    left -= 1_000
                }
            }
            tasks(MemoryTests.tasks / 10)
            let before = residentBytes()
            tasks(MemoryTests.tasks)
            // A leak of a single byte per task would show.
            precondition(residentBytes() - before < MemoryTests.tasks)
        }
    }

    @Test func jobsFromOutsideTakeNoMemory() async {
        await #expect(processExitsWith: .success) {
            let pool = ThreadPool(workerCount: 2)
            func jobs(_ count: Int) async {
                for _ in 0..<(count / 100) {
                    await withTaskGroup(of: Void.self) { group in
                        for _ in 0..<50 { group.addTask { await pool.run { _ in } } }
                        for _ in 0..<50 { pool.submit {} }
                    }
                }
            }
            await jobs(50_000)
            let before = residentBytes()
            await jobs(200_000)
            precondition(residentBytes() - before < 4 << 20)
        }
    }
}

#endif
