import DataParallel
import Testing
import Validation

@Suite struct TrialClustersTests {
    /// Columns that are one common series plus noise of their own; the correlation of two is
    /// `1 / (1 + noise^2)`.
    private func block(_ count: Int, seed: UInt64, noise: Double) -> [[Double]] {
        let common = RandomReturns.normals(300, seed: seed, stream: 1_000)
        return (0..<count).map { column in
            let own = RandomReturns.normals(300, seed: seed, stream: UInt64(column))
            return zip(common, own).map { $0 + noise * $1 }
        }
    }

    @Test func identicalColumnsAreOneTrial() throws {
        let column = RandomReturns.normals(50, seed: 1, stream: 0)
        let columns = (0..<40).map { scale in column.map { $0 * Double(scale + 1) + 0.01 } }
        let clusters = try TrialClusters(of: RandomReturns.matrix(columns))
        #expect(clusters.effectiveTrials == 1)
        #expect(clusters.sizes == [40])
        #expect(isClose(clusters.meanCorrelation, 1, relative: 1e-12))
    }

    @Test func independentColumnsAreAsManyTrials() throws {
        let clusters = try TrialClusters(
            of: RandomReturns.noise(periods: 300, columns: 45, seed: 2)
        )
        #expect(clusters.effectiveTrials == 45)
        #expect(clusters.sizes == Array(repeating: 1, count: 45))
        #expect(abs(clusters.meanCorrelation) < 0.02)
        #expect(clusters.columns == 45)
        #expect(clusters.examined == 45)
    }

    @Test func twoBlocksAreTwoTrials() throws {
        // Interleaved, with correlations of 0.8 within a block and none between them.
        let (one, other) = (block(20, seed: 3, noise: 0.5), block(20, seed: 4, noise: 0.5))
        let columns = zip(one, other).flatMap { [$0, $1] } + block(5, seed: 3, noise: 0.5)
        let clusters = try TrialClusters(of: RandomReturns.matrix(columns))
        #expect(clusters.effectiveTrials == 2)
        #expect(clusters.sizes == [25, 20])
    }

    @Test func theCutIsAtOneHalf() throws {
        // Correlations of 0.64 and of 0.31.
        let near = try TrialClusters(
            of: RandomReturns.matrix(block(12, seed: 5, noise: 0.75))
        )
        #expect(near.sizes == [12])
        let far = try TrialClusters(of: RandomReturns.matrix(block(12, seed: 5, noise: 1.5)))
        #expect(far.effectiveTrials > 9)
        #expect(TrialClusters.minimumCorrelation == 0.5)
    }

    @Test func oppositeColumnsAreTwoTrials() throws {
        let columns = block(6, seed: 6, noise: 0.2)
        let mirrored = columns.map { $0.map { -$0 } }
        let clusters = try TrialClusters(of: RandomReturns.matrix(columns + mirrored))
        #expect(clusters.sizes == [6, 6])
        #expect(clusters.meanCorrelation < 0)
    }

    @Test func constantColumnsAreOneTrialTogether() throws {
        let columns = [
            RandomReturns.normals(30, seed: 7, stream: 0), Array(repeating: 0.1, count: 30),
            Array(repeating: 0, count: 30), RandomReturns.normals(30, seed: 7, stream: 1),
            Array(repeating: -0.3, count: 30),
        ]
        let clusters = try TrialClusters(of: RandomReturns.matrix(columns))
        #expect(clusters.sizes == [3, 1, 1])
        #expect(clusters.effectiveTrials == 3)
        // Of the two that vary.
        #expect(abs(clusters.meanCorrelation) < 0.5)
        let still = try TrialClusters(of: RandomReturns.matrix([[0, 0], [1, 1]]))
        #expect(still.sizes == [2])
        #expect(still.meanCorrelation.isNaN)
        let short = try TrialClusters(of: RandomReturns.matrix([[0.3], [0.2], [0.1]]))
        #expect(short.sizes == [3])
    }

    @Test func oneColumnIsOneTrial() throws {
        let clusters = try TrialClusters(
            of: RandomReturns.noise(periods: 9, columns: 1, seed: 0)
        )
        #expect(clusters.effectiveTrials == 1)
        #expect(clusters.meanCorrelation.isNaN)
    }

    /// The mean of all pairs by their definition, across tiles and panels that are not full.
    @Test(arguments: [(2, 3), (63, 5), (64, 33), (65, 40), (130, 71)])
    func correlatesByDefinition(periods: Int, columns: Int) throws {
        let returns = RandomReturns.patterned(periods: periods, columns: columns)
        var sum = 0.0
        for one in 0..<columns {
            for other in 0..<one {
                let (x, y) = (Array(returns[column: one]), Array(returns[column: other]))
                let (mx, my) = (Moments.mean(x), Moments.mean(y))
                let products = zip(x, y).map { ($0 - mx) * ($1 - my) }
                sum +=
                    Moments.mean(products)
                    / Moments.standardDeviation(x, ddof: 0) / Moments.standardDeviation(y, ddof: 0)
            }
        }
        let expected = sum / Double(columns * (columns - 1) / 2)
        let clusters = try TrialClusters(of: returns)
        #expect(abs(clusters.meanCorrelation - expected) < 1e-13)
    }

    /// Average linkage by its definition: join the two clusters with the highest mean correlation.
    @Test(arguments: 0..<8)
    func joinsByDefinition(seed: Int) throws {
        // Columns that share two series in many proportions, so that clusters border on each other.
        let (a, b) = (
            RandomReturns.normals(40, seed: UInt64(seed), stream: 900),
            RandomReturns.normals(40, seed: UInt64(seed), stream: 901)
        )
        let columns = (0..<24).map { column -> [Double] in
            let own = RandomReturns.normals(40, seed: UInt64(seed), stream: UInt64(column))
            let share = Double(column) / 24
            return own.indices.map { a[$0] * share + b[$0] * (1 - share) + 0.75 * own[$0] }
        }
        let correlations = columns.map { x in
            columns.map { y -> Double in
                let (mx, my) = (Moments.mean(x), Moments.mean(y))
                let products = zip(x, y).map { ($0 - mx) * ($1 - my) }
                return Moments.mean(products)
                    / Moments.standardDeviation(x, ddof: 0) / Moments.standardDeviation(y, ddof: 0)
            }
        }
        var clusters = columns.indices.map { [$0] }
        while true {
            var best = (-1.0, 0, 0)
            for one in clusters.indices {
                for other in 0..<one {
                    let all = clusters[one].flatMap { x in
                        clusters[other].map { correlations[x][$0] }
                    }
                    if Moments.mean(all) > best.0 { best = (Moments.mean(all), one, other) }
                }
            }
            guard best.0 >= TrialClusters.minimumCorrelation else { break }
            clusters[best.2] += clusters[best.1]
            clusters.remove(at: best.1)
        }
        let result = try TrialClusters(of: RandomReturns.matrix(columns))
        #expect(result.sizes == clusters.map(\.count).sorted(by: >))
        #expect(result.sizes.count > 1)
    }

    @Test(arguments: [1, 2, 3, 8])
    func hasTheSameBitsOnAnyNumberOfThreads(threads: Int) throws {
        let returns = RandomReturns.matrix(
            block(50, seed: 8, noise: 1) + block(40, seed: 9, noise: 0.9)
        )
        let expected = try TrialClusters(of: returns)
        let pool = ThreadPool(workerCount: threads)
        #expect(try TrialClusters(of: returns, on: pool) == expected)
        #expect(expected.sizes.count > 2)
    }

    @Test func estimatesTheUnseenOfASample() throws {
        // Columns 0, 2, 4, ... are looked at: three alike, two alike, and five on their own.
        let (a, b) = (block(3, seed: 10, noise: 0.1), block(2, seed: 11, noise: 0.1))
        let alone = (0..<5).map { RandomReturns.normals(300, seed: 12, stream: UInt64($0)) }
        let still = Array(repeating: 1.0, count: 300)
        let columns = (a + b + alone).flatMap { column -> [[Double]] in [column, still] }
        let clusters = try TrialClusters(
            of: RandomReturns.matrix(columns),
            sample: 10,
            on: SequentialExecutor()
        )
        #expect(clusters.sizes == [3, 2, 1, 1, 1, 1, 1])
        #expect(clusters.examined == 10)
        #expect(clusters.columns == 20)
        // 7 + 5 x 4 / (2 x (1 + 1)).
        #expect(clusters.effectiveTrials == 12)
    }

    @Test func estimatesNoMoreTrialsThanColumns() throws {
        // Eight alone: 8 + 8 x 7 / 2 is more than the 20 columns there are.
        let clusters = try TrialClusters(
            of: RandomReturns.noise(periods: 300, columns: 20, seed: 13),
            sample: 8,
            on: SequentialExecutor()
        )
        #expect(clusters.sizes.count == 8)
        #expect(clusters.effectiveTrials == 20)
    }

    @Test func refusesNoCandidates() {
        #expect(throws: ValidationError.noCandidates) {
            try TrialClusters(of: ReturnMatrix(periods: 5, columns: 0, values: []))
        }
    }
}
