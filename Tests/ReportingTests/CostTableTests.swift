import Backtesting
import Reporting
import TestSupport
import Testing

@Suite struct CostTableTests {
    private let expected = [
        "BTC/USDT": SymbolCosts(commission: 0.001, halfSpread: 0.0002),
        "yes": SymbolCosts(halfSpread: 0.5),
    ]

    @Test func readsCSV() throws {
        let text = "symbol, commission,half_spread\r\nBTC/USDT, 0.001 ,2e-4\r\n\r\n\"yes\",,0.5\r\n"
        #expect(try read(text, "costs.csv") == expected)
    }

    @Test func readsYAML() throws {
        let text = "BTC/USDT: {commission: 0.001, half_spread: 0.0002}\n'yes': {half_spread: 0.5}\n"
        #expect(try read(text, "costs.yaml") == expected)
    }

    @Test(arguments: [
        ("c.csv", "", "the file is empty"), ("c.csv", "symbol\n", ":1: the first line must be"),
        (
            "c.csv", "symbol,comission\n",
            ":1: unknown column 'comission'; did you mean 'commission'?"
        ),
        ("c.csv", "symbol,slippage,slippage\n", "each once"),
        ("c.csv", "symbol,slippage\nA\n", ":2: 1 fields, and the first line has 2"),
        ("c.csv", "symbol,slippage\nA,1\n\nA,2\n", ":4: the symbol 'A' is there twice"),
        ("c.csv", "symbol,slippage\nA,x\n", ":2: 'slippage' must be a number, not 'x'"),
        ("c.csv", "symbol,slippage\nA,inf\n", ":2: 'slippage' must be a number, not 'inf'"),
        ("c.yaml", "A: 0.001\n", ":1: 'A' must be a block of keys"),
        ("c.yaml", "A: {fee: 1}\n", ":1: unknown key 'fee' in 'A'"),
    ])
    func saysWhatIsWrong(name: String, text: String, message: String) {
        #expect {
            try read(text, name)
        } throws: { error in
            let found = "\(error)"
            if !found.contains(message) { Issue.record("\(found)") }
            return found.contains(message)
        }
    }

    private func read(_ text: String, _ name: String) throws -> [String: SymbolCosts] {
        let directory = try TemporaryDirectory()
        return try CostTable.read(contentsOf: try directory.write(text, to: name))
    }
}
