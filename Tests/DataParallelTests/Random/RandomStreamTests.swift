import DataParallel
import Testing

@Suite struct RandomStreamTests {
    @Test func startsWithTheFirstBlockOfPhilox() {
        // Seed, stream and index 0 are the key and counter 0 of the published vectors.
        var stream = RandomStream(seed: 0, stream: 0)
        #expect(stream.next() == 0xE169_C58D_6627_E8D5)
        #expect(stream.next() == 0x9B00_DBD8_BC57_AC4C)
    }

    @Test func putsSeedStreamAndIndexInTheirOwnWords() {
        // All ones in the key and the counter, too.
        var stream = RandomStream(seed: .max, stream: .max, index: .max)
        #expect(stream.next() == 0x41C8_3B0E_408F_276D)
        // Key a4093822 299f31d0, counter 243f6a88 85a308d3 13198a2e 03707344.
        var pi = RandomStream(
            seed: 0x299F_31D0_A409_3822,
            stream: 0x0370_7344_1319_8A2E,
            index: 0x85A3_08D3_243F_6A88
        )
        #expect(pi.next() == 0x94FD_CCEB_D16C_FE09)
        #expect(pi.next() == 0x2412_6EA1_5001_E420)
    }

    @Test func repeatsItself() {
        #expect(draws(seed: 5, stream: 9) == draws(seed: 5, stream: 9))
    }

    @Test func differsBySeedAndByStream() {
        let streams = [
            draws(seed: 5, stream: 9), draws(seed: 6, stream: 9), draws(seed: 5, stream: 10),
            draws(seed: 9, stream: 5), draws(seed: 5 << 32, stream: 9),
            draws(seed: 5, stream: 9 << 32),
        ]
        let all = streams.joined()
        #expect(Set(all).count == streams.count * 100)
    }

    @Test func canStartAtAnyBlock() {
        var late = RandomStream(seed: 5, stream: 9, index: 3)
        let tail = (0..<10).map { _ in late.next() }
        // A block holds two numbers.
        #expect(tail == Array(draws(seed: 5, stream: 9)[6..<16]))
    }

    @Test func givesUniformNumbersBelowOne() {
        var stream = RandomStream(seed: 1, stream: 2)
        var same = stream
        let numbers = (0..<10_000).map { _ in stream.nextUniform() }
        #expect(numbers.allSatisfy { 0..<1 ~= $0 })
        // The top 53 bits of the draw, as a fraction.
        let bits = same.next()
        #expect(numbers[0] == Double(bits >> 11) / 9_007_199_254_740_992)
        // Five standard errors of the mean of 10,000 uniform numbers are 0.0144.
        let mean = numbers.reduce(0, +) / 10_000
        #expect(abs(mean - 0.5) < 0.0144)
    }

    private func draws(seed: UInt64, stream: UInt64) -> [UInt64] {
        var random = RandomStream(seed: seed, stream: stream)
        return (0..<100).map { _ in random.next() }
    }
}
