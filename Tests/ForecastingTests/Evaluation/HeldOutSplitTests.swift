import Forecasting
import Testing

@Suite struct HeldOutSplitTests {
    /// The hourly electricity transformer data of the papers: 2880 - 96 + 1 windows, none dropped.
    @Test func papersWindowsByHand() throws {
        let split = HeldOutSplit(train: 8_640, validation: 2_880, test: 2_880, horizon: 96)
        let plan = try split.plan(count: 17_420)
        #expect(plan.fits.map(\.segments) == [[0..<8_640]])
        #expect(plan.fits.map(\.validation) == [8_640..<11_520])
        #expect(plan.windows.count == 2_785)
        #expect(plan.windows.first?.test == 11_520..<11_616)
        #expect(plan.windows.last?.test == 14_304..<14_400)
        #expect(plan.windows.allSatisfy { $0.fit == 0 && $0.test.count == 96 })
    }

    /// Ten test rows, horizon 4: origins 15...21, every third of them.
    @Test func stepsByHand() throws {
        let split = HeldOutSplit(train: 12, validation: 3, test: 10, horizon: 4, step: 3)
        let plan = try split.plan(count: 25)
        #expect(plan.windows.map(\.test) == [15..<19, 18..<22, 21..<25])
        let bare = try HeldOutSplit(train: 12, validation: 0, test: 4, horizon: 4).plan(count: 25)
        #expect(bare.fits[0].validation == nil)
        #expect(bare.windows.map(\.test) == [12..<16])
    }

    /// 26,304 rows, the electricity data: 18,412, 2,632 and 5,260.
    @Test func sharesByHand() throws {
        let split = try HeldOutSplit(shares: (0.7, 0.1, 0.2), of: 26_304, horizon: 96)
        #expect([split.train, split.validation, split.test] == [18_412, 2_632, 5_260])
        let exact = try HeldOutSplit(shares: (0.7, 0.1, 0.2), of: 10, horizon: 1)
        #expect([exact.train, exact.validation, exact.test] == [7, 1, 2])
        let part = try HeldOutSplit(shares: (0.5, 0, 0.25), of: 9, horizon: 1)
        #expect([part.train, part.validation, part.test] == [4, 0, 2])
    }

    @Test func refusesWhatMakesNoSense() throws {
        #expect(throws: ForecastingError.self) {
            try HeldOutSplit(shares: (0.7, 0.2, 0.2), of: 100, horizon: 1)
        }
        #expect(
            throws: ForecastingError.tooShort(
                what: "a split of 5, 2 and 4 rows",
                needed: 11,
                available: 10
            )
        ) { try HeldOutSplit(train: 5, validation: 2, test: 4, horizon: 1).plan(count: 10) }
        #expect(
            throws: ForecastingError.tooShort(
                what: "a window of the test rows",
                needed: 5,
                available: 4
            )
        ) { try HeldOutSplit(train: 5, validation: 0, test: 4, horizon: 5).plan(count: 10) }
        for split in [
            HeldOutSplit(train: 0, validation: 0, test: 4, horizon: 1),
            HeldOutSplit(train: 1, validation: -1, test: 4, horizon: 1),
            HeldOutSplit(train: 1, validation: 0, test: 4, horizon: 1, step: 0),
        ] {
            #expect(throws: ForecastingError.self) { try split.plan(count: 10) }
        }
    }
}
