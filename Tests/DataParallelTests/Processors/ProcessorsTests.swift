import DataParallel
import Foundation
import Testing

/// The environment belongs to the whole process, so tests that change it have one of their own.
@Suite struct ProcessorsTests {
    @Test func countsNoMoreThanTheMachineHas() {
        let available = Processors.available()
        #expect(available >= 1)
        #expect(available <= ProcessInfo.processInfo.processorCount)
    }

    @Test func takesTheNumberInTheEnvironment() async {
        await #expect(processExitsWith: .success) {
            setenv("APUS_NUM_THREADS", "17", 1)
            let override = try Processors.environmentOverride()
            let automatic = try WorkerCount.automatic.resolved()
            let fixed = try WorkerCount.fixed(2).resolved()
            #expect(override == 17)
            #expect(automatic == 17)
            #expect(fixed == 2)
        }
    }

    @Test func countsProcessorsWithoutANumber() async {
        await #expect(processExitsWith: .success) {
            setenv("APUS_NUM_THREADS", "", 1)
            let empty = try Processors.environmentOverride()
            #expect(empty == nil)
            unsetenv("APUS_NUM_THREADS")
            let unset = try Processors.environmentOverride()
            let automatic = try WorkerCount.automatic.resolved()
            #expect(unset == nil)
            #expect(automatic == Processors.available())
        }
    }

    @Test func refusesWhatIsNoNumberOfWorkers() async {
        await #expect(processExitsWith: .success) {
            for text in ["0", "-2", "many", "1.5", "auto"] {
                setenv("APUS_NUM_THREADS", text, 1)
                #expect(throws: WorkerCountError(source: "APUS_NUM_THREADS", value: text)) {
                    try WorkerCount.automatic.resolved()
                }
            }
        }
    }
}
