import Backtesting
import Testing

@Suite struct RebalancingPolicyTests {
    @Test(arguments: [
        (-0.1, 30, 24, "threshold: -0.1 cannot be used; give a value at least 0"),
        (.nan, 30, 24, "threshold: nan cannot be used; give a value at least 0"),
        (.infinity, 30, 24, "threshold: inf cannot be used; give a value at least 0"),
        (0.1, 0, 24, "calendar days: 0.0 cannot be used; give a value from 1 to 1000000"),
        (0.1, -7, 24, "calendar days: -7.0 cannot be used; give a value from 1 to 1000000"),
        (
            0.1, 1_000_001, 24,
            "calendar days: 1000001.0 cannot be used; give a value from 1 to 1000000"
        ),
        (
            0.1, 30, -1,
            "minimum interval hours: -1.0 cannot be used; give a value from 0 to 24000000"
        ),
    ])
    func refusesSettingsOutOfRange(
        threshold: Double,
        days: Int,
        hours: Int,
        expected: String
    ) {
        let error = #expect(throws: BacktestError.self) {
            try RebalancingPolicy(
                method: .hybrid,
                threshold: threshold,
                calendarDays: days,
                minimumIntervalHours: hours
            )
        }
        #expect(error?.description == expected)
    }

    @Test func needsNoCalendarWhereTheMethodHasNone() throws {
        #expect(try RebalancingPolicy(method: .threshold, threshold: 0.1).calendarDays == 0)
        #expect(throws: BacktestError.self) { try RebalancingPolicy(method: .calendar) }
    }

    @Test func knowsWhatEachMethodLooksAt() {
        typealias Method = RebalancingPolicy.Method
        #expect(Method.allCases.filter(\.usesThreshold) == [.threshold, .hybrid])
        #expect(Method.allCases.filter(\.usesCalendar) == [.calendar, .hybrid])
    }

    @Test func describesItself() throws {
        #expect(RebalancingPolicy.never.phrase == "buy and hold")
        let hybrid = try RebalancingPolicy(
            method: .hybrid,
            threshold: 0.15,
            calendarDays: 30,
            minimumIntervalHours: 24,
            momentumVeto: true
        )
        #expect(
            hybrid.phrase
                == "rebalance at a drift above 15.0 % or every 30 days, at most once in 24 h, unless"
                + " it rose 20 % in 30 days"
        )
        let calendar = try RebalancingPolicy(method: .calendar, calendarDays: 7)
        #expect(calendar.phrase == "rebalance every 7 days")
    }
}
