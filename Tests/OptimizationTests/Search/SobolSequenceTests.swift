import Testing

@testable import Optimization

@Suite struct SobolSequenceTests {
    // scipy 1.17.1: qmc.Sobol(64, scramble=False, bits=32).random(9)[1:, :6]
    @Test func beginsWithThePublishedPoints() {
        let sequence = SobolSequence(dimensionCount: 6, scrambleSeed: nil)
        #expect(sequence.point(0) == [0, 0, 0, 0, 0, 0])
        let expected = [
            [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25, 0.25, 0.75, 0.75],
            [0.25, 0.75, 0.75, 0.75, 0.25, 0.25],
            [0.375, 0.375, 0.625, 0.875, 0.375, 0.125],
            [0.875, 0.875, 0.125, 0.375, 0.875, 0.625],
            [0.625, 0.125, 0.875, 0.625, 0.625, 0.875],
            [0.125, 0.625, 0.375, 0.125, 0.125, 0.375],
            [0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125],
        ]
        #expect((1...8).map(sequence.point) == expected)
    }

    // scipy 1.17.1, the same generator: points 1000 and 123456789 times 2^32.
    @Test func reachesAnyPointDirectly() {
        let sequence = SobolSequence(dimensionCount: 64, scrambleSeed: nil)
        let dimensions = [0, 1, 9, 20, 39, 40, 62, 63]
        func bits(_ number: Int) -> [UInt32] {
            let point = sequence.point(number)
            return dimensions.map { UInt32(point[$0] * 0x1p32) }
        }
        #expect(
            bits(1000) == [
                943_718_400, 415_236_096, 297_795_584, 2_243_952_640,
                2_059_403_264, 3_921_674_240, 1_111_490_560, 1_916_796_928,
            ]
        )
        #expect(
            bits(123_456_789) == [
                4_191_448_864, 3_403_469_216, 1_734_853_024, 1_024_633_568,
                4_284_203_552, 218_441_632, 579_997_984, 1_087_637_792,
            ]
        )
    }

    // scipy 1.17.1, the same generator: the sum of bits x (1 + 64 point + dimension) modulo 2^64.
    @Test func agreesInAllDimensions() {
        let sequence = SobolSequence(dimensionCount: 64, scrambleSeed: nil)
        var sum: UInt64 = 0
        for number in 0..<2048 {
            for (dimension, coordinate) in sequence.point(number).enumerated() {
                sum &+= UInt64(coordinate * 0x1p32) &* UInt64(1 + number * 64 + dimension)
            }
        }
        #expect(sum == 18_446_110_686_292_475_904)
    }

    @Test(arguments: [nil, 1, 2, 0xFFFF_FFFF_FFFF_FFFF] as [UInt64?])
    func coversEveryIntervalOfEveryDimension(seed: UInt64?) {
        let sequence = SobolSequence(dimensionCount: 64, scrambleSeed: seed)
        // Any aligned block of 2^k points has one in each of 2^k intervals.
        let points = (256..<384).map(sequence.point)
        for dimension in 0..<64 {
            let intervals = points.map { Int($0[dimension] * 128) }
            #expect(Set(intervals).count == 128)
        }
    }

    @Test(arguments: [nil, 3, 4] as [UInt64?])
    func firstTwoDimensionsAreANet(seed: UInt64?) {
        let sequence = SobolSequence(dimensionCount: 2, scrambleSeed: seed)
        let points = (0..<256).map(sequence.point)
        for split in 0...8 {
            let boxes = points.map {
                [Int($0[0] * Double(1 << split)), Int($0[1] * Double(1 << (8 - split)))]
            }
            #expect(Set(boxes).count == 256)
        }
    }

    @Test func scramblingMakesEachPointUniform() {
        var counts = [Int](repeating: 0, count: 10)
        for seed in UInt64(0)..<400 {
            let point = SobolSequence(dimensionCount: 5, scrambleSeed: seed).point(7)
            for coordinate in point { counts[Int(coordinate * 10)] += 1 }
        }
        // 2000 draws: 200 expected in each tenth, with a standard deviation of 13.4.
        #expect(counts.allSatisfy { abs($0 - 200) < 60 })
    }

    @Test func padsDimensionsWithoutDirectionNumbers() {
        let sequence = SobolSequence(dimensionCount: 70, scrambleSeed: 5)
        let points = (0..<50).map(sequence.point)
        #expect(points.allSatisfy { $0.count == 70 && $0.allSatisfy { $0 >= 0 && $0 < 1 } })
        #expect(Set(points.map { $0[69] }).count == 50)
        #expect(sequence.point(3) == points[3])
    }

    @Test func searchSkipsTheCornerOfThePlainSequenceOnly() {
        var plain = SobolSearch(domain: .box(3), batchSize: 2, seed: nil)
        #expect(plain.propose() == [[0.5, 0.5, 0.5], [0.75, 0.25, 0.25]])
        #expect(plain.propose()[0] == [0.25, 0.75, 0.75])
        var scrambled = SobolSearch(domain: .box(3), batchSize: 2, seed: 8)
        #expect(
            scrambled.propose()[0] == SobolSequence(dimensionCount: 3, scrambleSeed: 8).point(0)
        )
    }

    @Test func integratesBetterThanRandomPoints() {
        // The mean of the product of 2 x over the cube is 1.
        func error(_ strategy: any SearchStrategy) -> Double {
            var strategy = strategy
            let points = strategy.propose()
            let sum = points.reduce(0) { $0 + $1.reduce(1) { $0 * 2 * $1 } }
            return abs(sum / Double(points.count) - 1)
        }
        var (sobol, random) = (0.0, 0.0)
        for seed in UInt64(1)...10 {
            sobol += error(SobolSearch(domain: .box(4), batchSize: 512, seed: seed))
            random += error(RandomSearch(domain: .box(4), batchSize: 512, seed: seed))
        }
        #expect(sobol < 0.2 * random)
    }
}
