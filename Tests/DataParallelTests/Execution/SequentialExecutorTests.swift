import DataParallel
import Testing

@Suite struct SequentialExecutorTests {
    @Test func runsEveryPieceOnceInOrder() {
        let recorder = CallRecorder()
        SequentialExecutor().forEach(count: 100) { recorder.note($0) }
        #expect(recorder.calls == Array(0..<100))
        #expect(SequentialExecutor().workerCount == 1)
    }

    @Test func runsNothingForNoPieces() {
        let recorder = CallRecorder()
        SequentialExecutor().forEach(count: 0) { recorder.note($0) }
        #expect(recorder.calls.isEmpty)
    }

    @Test func runsNothingWhenCancelledBefore() {
        let token = CancellationToken()
        token.cancel()
        let recorder = CallRecorder()
        SequentialExecutor().forEach(count: 10, cancellation: token) { recorder.note($0) }
        #expect(recorder.calls.isEmpty)
    }

    @Test func finishesTheRunningPieceAndStartsNoOther() {
        let token = CancellationToken()
        let recorder = CallRecorder()
        SequentialExecutor().forEach(count: 10, cancellation: token) { index in
            if index == 4 { token.cancel() }
            recorder.note(index)
        }
        #expect(recorder.calls == [0, 1, 2, 3, 4])
    }
}
