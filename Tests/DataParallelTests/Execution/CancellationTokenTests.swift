import DataParallel
import Testing

@Suite struct CancellationTokenTests {
    @Test func isSetOnceAndStaysSet() {
        let token = CancellationToken()
        #expect(!token.isCancelled)
        token.cancel()
        #expect(token.isCancelled)
        token.cancel()
        #expect(token.isCancelled)
    }
}
