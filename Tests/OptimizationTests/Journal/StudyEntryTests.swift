import Optimization
import TestSupport
import Testing

@Suite struct StudyEntryTests {
    @Test(arguments: 0..<40)
    func bytesGiveBackEveryBit(seed: Int) throws {
        let entry = RandomEntry.entry(seed: UInt64(seed))
        let back = try #require(StudyEntry(bytes: entry.bytes))
        #expect(back == entry)
        #expect(back.bytes == entry.bytes)
        // Nothing shorter is an entry, and nothing longer.
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<20 {
            let count = Int.random(in: 0..<entry.bytes.count, using: &random)
            #expect(StudyEntry(bytes: Array(entry.bytes.prefix(count))) == nil)
        }
        #expect(StudyEntry(bytes: entry.bytes + [0]) == nil)
    }

    @Test func tellsDifferentBitsApart() {
        let one = StudyBlock.TrainingValue(id: 1, value: 0.0)
        #expect(one != StudyBlock.TrainingValue(id: 1, value: -0.0))
        #expect(
            StudyBlock.TrainingValue(id: 1, value: .nan)
                == StudyBlock.TrainingValue(id: 1, value: .nan)
        )
        #expect(RandomEntry.entry(seed: 1) != RandomEntry.entry(seed: 5))
    }
}
