import Backtesting
import Testing

@Suite struct TradingCostsTests {
    @Test func addsCommissionAndSlippage() throws {
        #expect(TradingCosts.standard.commission == 0.001)
        #expect(TradingCosts.standard.slippage == 0.0005)
        #expect(TradingCosts.standard.rate == 0.0015)
        #expect(TradingCosts.free.rate == 0)
        #expect(try TradingCosts(commission: 0.25, slippage: 0.125).rate == 0.375)
    }

    @Test(arguments: [
        (-0.001, 0, "commission: -0.001 cannot be used; give a value at least 0"),
        (0, -0.5, "slippage: -0.5 cannot be used; give a value at least 0"),
        (.nan, 0, "commission: nan cannot be used; give a value at least 0"),
        (0, .infinity, "slippage: inf cannot be used; give a value at least 0"),
        (
            0.25, 0.25,
            "commission + slippage: 0.5 cannot be used; give a value below 0.5 (they are shares of"
                + " the traded value: 0.001 is 0.1 %)"
        ),
    ])
    func refusesCostsOutOfRange(commission: Double, slippage: Double, expected: String) {
        let error = #expect(throws: BacktestError.self) {
            try TradingCosts(commission: commission, slippage: slippage)
        }
        #expect(error?.description == expected)
    }
}
