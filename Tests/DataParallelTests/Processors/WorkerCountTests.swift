import DataParallel
import Testing

@Suite struct WorkerCountTests {
    @Test func readsAutoAndWholeNumbers() throws {
        #expect(try WorkerCount("auto", source: "--workers") == .automatic)
        #expect(try WorkerCount("1", source: "--workers") == .fixed(1))
        #expect(try WorkerCount("64", source: "--workers") == .fixed(64))
    }

    @Test(arguments: ["", "0", "-1", "2.5", "two", "Auto", " 2", "2 ", "99999999999999999999"])
    func refusesEverythingElse(text: String) {
        #expect(throws: WorkerCountError(source: "--workers", value: text)) {
            try WorkerCount(text, source: "--workers")
        }
    }

    @Test func namesTheOptionAndTheValueInItsError() {
        #expect(
            WorkerCountError(source: "--workers", value: "0").description
                == "--workers: '0' is not a number of workers; give a whole number of at least 1"
                + " or 'auto'"
        )
    }

    @Test func takesAFixedNumberAsItIs() throws {
        #expect(try WorkerCount.fixed(3).resolved() == 3)
    }
}
