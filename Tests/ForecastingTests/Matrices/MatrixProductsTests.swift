import DataParallel
import Foundation
import Synchronization
import Testing
import _MatrixProducts

@testable import Forecasting

@Suite struct MatrixProductsTests {
    private struct Shape: Sendable {
        let m, n, k: Int
    }

    /// Who multiplies.
    private enum Kind: CaseIterable {
        case library, portable, small

        func multiply(
            _ turns: (a: Bool, b: Bool),
            _ shape: Shape,
            _ a: [Float],
            _ b: [Float],
            _ strides: (a: Int, b: Int, c: Int),
            alpha: Float,
            beta: Float,
            _ c: inout [Float]
        ) {
            let (m, n, k) = (Int32(shape.m), Int32(shape.n), Int32(shape.k))
            let (lda, ldb, ldc) = (Int32(strides.a), Int32(strides.b), Int32(strides.c))
            switch self {
            case .library:
                apus_sgemm(turns.a, turns.b, m, n, k, alpha, a, lda, b, ldb, beta, &c, ldc)
            case .portable:
                apus_sgemm_portable(
                    turns.a,
                    turns.b,
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    lda,
                    b,
                    ldb,
                    beta,
                    &c,
                    ldc
                )
            case .small:
                let a = a.map { alpha * $0 }
                apus_small_sgemm(turns.a, turns.b, m, n, k, a, lda, b, ldb, beta, &c, ldc, false)
            }
        }
    }

    private static let shapes = [
        Shape(m: 1, n: 1, k: 1), Shape(m: 1, n: 33, k: 7), Shape(m: 5, n: 1, k: 300),
        Shape(m: 4, n: 16, k: 256), Shape(m: 7, n: 19, k: 257), Shape(m: 65, n: 48, k: 33),
    ]

    /// The library's products and those without it are sums of products, however the matrices lie.
    @Test(arguments: shapes)
    private func areSumsOfProducts(_ shape: Shape) {
        var stream = RandomStream(seed: 3, stream: UInt64(shape.m * 1_000 + shape.n))
        func numbers(_ count: Int) -> [Float] {
            (0..<count).map { _ in Float(2 * stream.nextUniform() - 1) }
        }
        let (m, n, k) = (shape.m, shape.n, shape.k)
        for (turnsA, turnsB) in [(false, false), (false, true), (true, false), (true, true)] {
            // Rows are longer in memory than they are wide.
            let strides = (a: (turnsA ? m : k) + 3, b: (turnsB ? k : n) + 2, c: n + 5)
            let a = numbers((turnsA ? k : m) * strides.a)
            let b = numbers((turnsB ? n : k) * strides.b)
            for beta: Float in [0, 1, -0.5] {
                let old = numbers(m * strides.c)
                // What is there before does not matter where beta is 0.
                let start = beta == 0 ? old.map { _ in Float.nan } : old
                for kind in Kind.allCases {
                    var c = start
                    kind.multiply(
                        (turnsA, turnsB),
                        shape,
                        a,
                        b,
                        strides,
                        alpha: 0.75,
                        beta: beta,
                        &c
                    )
                    var worst = 0.0
                    for row in 0..<m {
                        for column in 0..<n {
                            var sum = 0.0
                            for place in 0..<k {
                                let x = a[
                                    turnsA ? place * strides.a + row : row * strides.a + place
                                ]
                                let y =
                                    b[
                                        turnsB
                                            ? column * strides.b + place
                                            : place * strides.b + column
                                    ]
                                sum += Double(x) * Double(y)
                            }
                            let place = row * strides.c + column
                            let kept = beta == 0 ? 0 : Double(beta) * Double(old[place])
                            let error = abs(Double(c[place]) - (0.75 * sum + kept))
                            worst = error.isNaN ? .infinity : max(worst, error)
                        }
                        // Nothing is written beside the result.
                        for column in n..<strides.c {
                            let place = row * strides.c + column
                            let isKept = c[place].bitPattern == start[place].bitPattern
                            #expect(isKept)
                        }
                    }
                    #expect(worst < 2e-5)
                }
            }
        }
    }

    @Test func denormalsAreFlushedUntilRestored() {
        // Computed each time, and by the processor: an optimiser knows nothing of its modes.
        @_optimize(none) func half(_ x: Float) -> Float { x / 2 }
        let least = Float.leastNormalMagnitude
        let before = half(least) > 0
        let state = apus_begin_products()
        let during = half(least) > 0
        apus_end_products(state)
        let after = half(least) > 0
        #expect(before == after)
        #expect(!during)
    }

    /// A signal handler that runs on the thread of a product spoils neither it nor the heap.
    @Test func bearsSignals() {
        let (m, n, k) = (20, 8, 128)
        var stream = RandomStream(seed: 5, stream: 1)
        let a = (0..<m * k).map { _ in Float(2 * stream.nextUniform() - 1) }
        let b = (0..<k * n).map { _ in Float(2 * stream.nextUniform() - 1) }
        func product() -> [Float] {
            var c = [Float](repeating: 0, count: m * n)
            apus_sgemm(
                true,
                false,
                Int32(m),
                Int32(n),
                Int32(k),
                1,
                a,
                Int32(m),
                b,
                Int32(n),
                0,
                &c,
                Int32(n)
            )
            return c
        }
        let expected = product()
        let before = signal(SIGWINCH) { _ in }
        let isDone = Atomic(false)
        let thread = pthread_self()
        let sender = Thread {
            while !isDone.load(ordering: .acquiring) {
                pthread_kill(thread, SIGWINCH)
                usleep(50)
            }
            isDone.store(false, ordering: .releasing)
        }
        sender.start()
        var spoilt = 0
        for _ in 0..<200_000 where product() != expected { spoilt += 1 }
        isDone.store(true, ordering: .releasing)
        // The thread must not be sent anything once the handler is gone.
        while isDone.load(ordering: .acquiring) { usleep(50) }
        signal(SIGWINCH, before)
        #expect(spoilt == 0)
    }

    @Test func saysWhatItRunsOn() {
        let name = MatrixLibrary.name
        let isKnown = name == "portable" || name == "Accelerate" || name.hasPrefix("oneDNN ")
        #expect(isKnown)
    }
}
