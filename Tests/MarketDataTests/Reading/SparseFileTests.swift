import TestSupport
import Testing

@testable import MarketData

/// Long files whose rows hardly share times: tables of them would take memory without bounds.
@Suite struct SparseFileTests {
    private static func text(rows: Int, times: Int, symbols: Int) -> String {
        let lines = (0..<rows).map { "\(1_600_000_000 + $0 % times * 60),S\($0 % symbols),1\n" }
        return "time,symbol,close\n" + lines.joined()
    }

    @Test func areRefused() throws {
        // 4,999 times x 4,001 symbols of 5,000 rows.
        let error = try loadError(Self.text(rows: 5_000, times: 4_999, symbols: 4_001))
        guard case .tooSparse(_, 5_000, 4_999, 4_001) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(
            error.description.contains("5,000 rows for 4,999 times and 4,001 symbols are too few")
        )
    }

    @Test func mayBeAnythingWhileTheyAreSmall() throws {
        // 999 x 997 cells of 1,000 rows: hardly a bar in common, which is said as such.
        let error = try loadError(Self.text(rows: 1_000, times: 999, symbols: 997))
        guard case .noCommonBars = error else {
            Issue.record("\(error)")
            return
        }
    }
}
