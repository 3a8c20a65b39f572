import DataParallel
import Foundation
import Testing

/// One test at a time: the environment belongs to the whole process.
@Suite(.serialized) struct ProcessorsTests {
    private static let variable = "APUS_NUM_THREADS"

    @Test func countsNoMoreThanTheMachineHas() {
        let available = Processors.available()
        #expect(available >= 1)
        #expect(available <= ProcessInfo.processInfo.processorCount)
    }

    @Test func takesTheNumberInTheEnvironment() throws {
        try withVariable("17") {
            let override = try Processors.environmentOverride()
            let automatic = try WorkerCount.automatic.resolved()
            let fixed = try WorkerCount.fixed(2).resolved()
            #expect(override == 17)
            #expect(automatic == 17)
            #expect(fixed == 2)
        }
    }

    @Test(arguments: [nil, ""])
    func countsProcessorsWithoutOne(value: String?) throws {
        try withVariable(value) {
            let override = try Processors.environmentOverride()
            let automatic = try WorkerCount.automatic.resolved()
            #expect(override == nil)
            #expect(automatic == Processors.available())
        }
    }

    @Test(arguments: ["0", "-2", "many", "1.5", "auto"])
    func refusesWhatIsNoNumberOfWorkers(value: String) {
        withVariable(value) {
            #expect(throws: WorkerCountError(source: Self.variable, value: value)) {
                try WorkerCount.automatic.resolved()
            }
        }
    }

    private func withVariable(_ value: String?, _ body: () throws -> Void) rethrows {
        let before = ProcessInfo.processInfo.environment[Self.variable]
        defer { set(before) }
        set(value)
        try body()
    }

    private func set(_ value: String?) {
        if let value {
            setenv(Self.variable, value, 1)
        } else {
            unsetenv(Self.variable)
        }
    }
}
