import Backtesting
import MarketData
import Optimization
import Reporting
import TestSupport
import Testing
import Validation

@Suite struct StrategyConfigurationTests {
    /// Names that YAML reads as something else when they stand unquoted, and other odd ones.
    private static let oddNames = [
        "yes", "no", "null", "~", "1e5", "0x10", "1_000", ".5", "2020-01-01", "true", "BTC/USDT",
        "#x", "a: b", "a #b", "- x", "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a`", "?", "|",
        ">", "'", "\"", "\\", " lead", "trail ", "two\nlines", "tab\t", "日本", "🚀", "e\u{301}",
        "\u{85}", "\u{2028}", "=", "<<", "", "...", "---", "a\rb", "nan", "12:30:45",
    ]

    private static func random(_ seed: UInt64) throws -> StrategyConfiguration {
        var random = SeededRandom(seed: seed)
        let symbols = Array(
            oddNames.shuffled(using: &random).prefix(Int.random(in: 1...6, using: &random))
        )
        let parts = symbols.map { _ in Double.random(in: 0...1, using: &random) }
        let sum = parts.reduce(0, +)
        let method = RebalancingPolicy.Method.allCases.randomElement(using: &random)!
        let sources: [StrategyConfiguration.PriceSource?] = [
            nil, .dataset(oddNames.randomElement(using: &random)!),
            .files(Array(oddNames.shuffled(using: &random).prefix(2))),
        ]
        let intervals: [BarInterval?] = [
            nil, BarInterval(seconds: Int64.random(in: 1...10_000_000, using: &random)),
        ]
        let fills: [GapFill] = [.none, .forward(maxGap: Int.random(in: 1...99, using: &random))]
        let rules: [ForecastPolicy.Rule?] = [
            nil, .topK(Int.random(in: 1...5, using: &random)),
            .tilt(
                strength: Double.random(in: 0...9, using: &random),
                cap: Double.random(in: 0.1...1, using: &random)
            ),
            .veto(rise: Double.random(in: -1...1, using: &random)),
        ]
        let use = try rules.randomElement(using: &random)!.map {
            try ForecastPolicy($0, delay: Int.random(in: 0...9, using: &random))
        }
        let forecast = try use.map { _ in
            StrategyForecast(
                model: try ForecastModel(
                    name: "nlinear-ridge",
                    inputLength: Int.random(in: 1...99, using: &random),
                    horizon: Int.random(in: 1...9, using: &random),
                    refitBars: Int.random(in: 1...99, using: &random),
                    warmupBars: Int.random(in: 200...999, using: &random),
                    settings: Bool.random(using: &random) ? [:] : ["penalty": "1e-2"]
                ),
                symbols: symbols,
                fitFrom: Int64.random(in: 0...2_000_000_000, using: &random)
            )
        }
        let limits = WeightLimits(
            usual: try WeightRange(largest: Double.random(in: 0.5...1, using: &random)),
            exceptions: [symbols[0]: try WeightRange(least: 0.01, largest: 1)]
        )
        let estimate = EstimatedWeights(
            try WeightEstimator(
                WeightRule.all.randomElement(using: &random)!,
                covariance: CovarianceRule.allCases.randomElement(using: &random)!,
                lookback: Int.random(in: 2...999, using: &random),
                limits: limits
            ),
            refresh: EstimatedWeights.Refresh.allCases.randomElement(using: &random)!
        )
        let isEstimated = symbols.count > 2 && Bool.random(using: &random)
        func sometimes<Value>(_ value: Value, _ other: Value) -> Value {
            Bool.random(using: &random) ? value : other
        }
        let lookback = Int.random(in: 2...99, using: &random)
        let rule = try TradingRule(
            band: TradingRule.Band.allCases.randomElement(using: &random)!,
            bands: sometimes([symbols[0]: 0.25], [:]),
            destination: TradingRule.Destination.allCases.randomElement(using: &random)!,
            scope: TradingRule.Scope.allCases.randomElement(using: &random)!,
            calendar: sometimes(CalendarPeriod.allCases.randomElement(using: &random)!, nil),
            volatilityTarget: sometimes(try VolatilityTarget(level: 0.3, lookback: lookback), nil),
            minimumTrade: sometimes(12.5, 0),
            minimumTradeShare: sometimes(0.001, 0)
        )
        let own = SymbolCosts(commission: sometimes(0.003, nil), halfSpread: sometimes(0.1, nil))
        let years: [Double?] = [nil, Double.random(in: 1...1e4, using: &random)]
        return StrategyConfiguration(
            name: oddNames.randomElement(using: &random)!,
            seed: random.next(),
            source: sources.randomElement(using: &random)!,
            timeframe: intervals.randomElement(using: &random)!,
            fill: fills.randomElement(using: &random)!,
            barsPerYear: years.randomElement(using: &random)!,
            allocation: isEstimated
                ? try Allocation(symbols: symbols, estimated: estimate)
                : try Allocation(symbols: symbols, weights: parts.map { $0 / sum }),
            policy: try RebalancingPolicy(
                method: method,
                threshold: Double.random(in: 0...1, using: &random),
                calendarDays: Int.random(in: 1...400, using: &random),
                minimumIntervalHours: Int.random(in: 0...400, using: &random),
                momentumVeto: Bool.random(using: &random),
                forecast: use,
                rule: rule
            ),
            forecast: forecast,
            capital: Double.random(in: 1e-3...1e12, using: &random),
            costs: try TradingCosts(
                commission: Double.random(in: 0...0.2, using: &random),
                slippage: Double.random(in: 0...0.2, using: &random),
                halfSpread: sometimes(0.01, 0),
                fixedFee: sometimes(1.5, 0),
                minimumFee: sometimes(2.5, 0),
                symbols: sometimes([symbols[0]: own], [:]),
                cashRate: sometimes(-0.01, 0)
            ),
            dividends: sometimes(oddNames.randomElement(using: &random)!, nil),
            funding: sometimes("funding.csv", nil)
        )
    }

    @Test(arguments: 1...200)
    func readsBackWhatItWrote(seed: Int) throws {
        let configuration = try Self.random(UInt64(seed))
        let yaml = configuration.yaml()
        let read = try StrategyConfiguration(yaml: yaml, path: "x.yaml")
        #expect(read == configuration, "\(yaml)")
        // `==` on texts ignores how accents are composed; the bytes must not change either.
        #expect(read.yaml() == yaml)
        #expect(
            read.allocation.symbols.map { Array($0.utf8) }
                == configuration.allocation.symbols.map { Array($0.utf8) }
        )
    }

    @Test(arguments: [0, 1, UInt64(Int64.max), UInt64(Int64.max) + 1, .max])
    func keepsEverySeed(_ seed: UInt64) throws {
        var configuration = try Self.random(1)
        configuration.seed = seed
        let read = try StrategyConfiguration(yaml: configuration.yaml(), path: "x.yaml")
        #expect(read.seed == seed)
    }

    @Test(arguments: ["yes", "null", "1e5", "2020-01-01", "#x", "0x10"])
    func quotesWhatOtherReadersWouldMistake(_ symbol: String) throws {
        let configuration = StrategyConfiguration(
            name: "x",
            source: nil,
            allocation: try Allocation(symbols: [symbol], weights: [1]),
            policy: .never
        )
        let line = try #require(
            configuration.yaml().split(separator: "\n").first { $0.contains("symbol:") }
        )
        #expect(line.contains("'\(symbol)'") || line.contains("\"\(symbol)\""), "\(line)")
    }

    @Test func theWinnersFileReadsBackToo() throws {
        let result = try Studies.standard()
        let best = result.best
        let configuration = StrategyConfiguration(
            name: "test #\(best.id)",
            seed: result.optimizer.settings.seed,
            source: .files(["/data/prices.csv"]),
            allocation: try Allocation(symbols: best.symbols, weights: best.weights),
            policy: best.policy,
            capital: result.optimizer.settings.capital,
            costs: result.optimizer.settings.costs
        )
        let yaml = configuration.yaml(of: result, version: "9.8.7")
        #expect(try StrategyConfiguration(yaml: yaml, path: "x.yaml") == configuration)
        let summary = try #require(result.summary(ofID: best.id))
        for line in [
            "run:", "data:", "portfolio:", "capital:", "costs:", "optimization_metadata:",
            "  engine_version: 9.8.7", "  config_id: \(best.id)", "  search_space: test",
            "  test_return: \(summary.testReturn)", "  candidates: 160",
            "  distinct_candidates: \(result.optimizer.distinctCount)",
            "  digest: \(Digest(of: result.optimizer.table))",
        ] { #expect(yaml.split(separator: "\n").contains(Substring(line)), "\(line)") }
        for split in result.optimizer.plan.splits {
            let start = UTCTime.format(result.optimizer.table.timestamps[split.test.lowerBound])
            #expect(yaml.contains("from: \(start)") || yaml.contains("from: '\(start)'"))
        }
    }

    private static let valid = """
        run: {name: x, seed: 3}
        data:
          prices: a.csv
        portfolio:
          assets:
            - {symbol: A, weight: 0.5}
            - {symbol: B, weight: 0.5}
          rebalancing:
            method: threshold
            threshold: 0.1
        capital:
          initial: 500
        costs:
          commission: 0
        """

    @Test func whatIsLeftOutTakesItsDefault() throws {
        let read = try StrategyConfiguration(yaml: Self.valid, path: "x.yaml")
        #expect(read.source == .files(["a.csv"]))
        #expect(read.seed == 3)
        #expect(read.timeframe == nil)
        #expect(read.fill == .none)
        #expect(read.barsPerYear == nil)
        #expect(read.capital == 500)
        #expect(read.costs.commission == 0)
        #expect(read.costs.slippage == TradingCosts.standard.slippage)
        #expect(read.policy.minimumIntervalHours == 0)
        let least = try StrategyConfiguration(
            yaml: "portfolio: {assets: [{symbol: A, weight: 1}]}",
            path: "x.yaml"
        )
        #expect(least.policy == .never)
        #expect(least.source == nil)
        #expect(least.capital == 10_000)
        #expect(least.costs == .standard)
    }

    /// A change of one line of the valid file, and what the error must say.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let error: String
        var testDescription: String { new.isEmpty ? "without \(old)" : new }
    }

    private static let mistakes = [
        Mistake(
            old: "costs:",
            new: "cotss:",
            error: "x.yaml:13: unknown key 'cotss'; did you mean 'costs'?"
        ),
        Mistake(
            old: "commission",
            new: "comission",
            error: "x.yaml:14: unknown key 'comission' in 'costs'; did you mean 'commission'?"
        ),
        Mistake(
            old: "threshold: 0.1",
            new: "treshold: 0.1",
            error: "x.yaml:10: unknown key 'treshold' in 'portfolio.rebalancing'; did you mean"
                + " 'threshold'?"
        ),
        Mistake(
            old: "prices: a.csv",
            new: "price: a.csv",
            error: "x.yaml:3: unknown key 'price' in 'data'; did you mean 'prices'?"
        ),
        Mistake(
            old: "{symbol: B,",
            new: "{ticker: B,",
            error: "x.yaml:7: unknown key 'ticker' in 'portfolio.assets'; known here: symbol,"
                + " weight"
        ),
        Mistake(
            old: "name: x",
            new: "nmae: x",
            error: "x.yaml:1: unknown key 'nmae' in 'run'; did you mean 'name'?"
        ),
        Mistake(
            old: "seed: 3",
            new: "seed: -3",
            error: "x.yaml:1: 'run.seed' must be a whole number of at least 0, not '-3'"
        ),
        Mistake(
            old: "seed: 3",
            new: "seed: x",
            error: "x.yaml:1: 'run.seed' must be a whole number of at least 0, not 'x'"
        ),
        Mistake(
            old: "{symbol: B, weight: 0.5}",
            new: "{symbol: B}",
            error: "x.yaml:7: an asset needs 'symbol' and 'weight'"
        ),
        Mistake(
            old: "{symbol: B, weight: 0.5}",
            new: "{symbol: B, weight: half}",
            error: "x.yaml:7: 'portfolio.assets.weight' must be a number, not 'half'"
        ),
        Mistake(
            old: "{symbol: B, weight: 0.5}",
            new: "{symbol: B, weight: .nan}",
            error: "x.yaml:7: 'portfolio.assets.weight' must be a number, not '.nan'"
        ),
        Mistake(
            old: "{symbol: B, weight: 0.5}",
            new: "{symbol: B, weight: 0.25}",
            error: "x.yaml:6: allocation of A, B: the weights 0.5, 0.25 sum to 0.75, not 1; for"
                + " these proportions write 0.6667, 0.3333"
        ),
        Mistake(
            old: "{symbol: B, weight: 0.5}",
            new: "{symbol: A, weight: 0.5}",
            error: "x.yaml:6: allocation of A, A: a symbol is there twice"
        ),
        Mistake(
            old: "- {symbol: B, weight: 0.5}",
            new: "- B",
            error: "x.yaml:7: 'portfolio.assets' must be a list of blocks, not 'B'"
        ),
        Mistake(
            old: "method: threshold",
            new: "method: treshold",
            error: "x.yaml:9: unknown method 'treshold'; did you mean 'threshold'?"
        ),
        Mistake(
            old: "method: threshold",
            new: "method: sometimes",
            error: "x.yaml:9: unknown method 'sometimes'; use one of threshold, calendar, hybrid,"
                + " never"
        ),
        Mistake(
            old: "method: threshold",
            new: "method: hybrid",
            error: "x.yaml:9: the method 'hybrid' needs 'calendar_days'"
        ),
        Mistake(
            old: "threshold: 0.1",
            new: "calendar_days: 3",
            error: "x.yaml:9: the method 'threshold' needs 'threshold'"
        ),
        Mistake(
            old: "threshold: 0.1",
            new: "threshold: -0.1",
            error: "x.yaml:9: threshold: -0.1 cannot be used; give a value at least 0"
        ),
        Mistake(
            old: "threshold: 0.1",
            new: "threshold: [0.1]",
            error: "x.yaml:10: 'portfolio.rebalancing.threshold' must be a number"
        ),
        Mistake(
            old: "commission: 0",
            new: "commission: -1",
            error: "x.yaml:14: commission: -1.0 cannot be used; give a value at least 0"
        ),
        Mistake(
            old: "prices: a.csv",
            new: "timeframe: 1 fortnight",
            error: "x.yaml:3: 'timeframe' must be auto, 1h, 4h or 1d, not '1 fortnight'"
        ),
        Mistake(
            old: "prices: a.csv",
            new: "fill: back",
            error: "x.yaml:3: 'fill' must be none or forward, not 'back'"
        ),
        Mistake(
            old: "initial: 500",
            new: "initial: much",
            error: "x.yaml:12: 'capital.initial' must be a number, not 'much'"
        ),
        Mistake(
            old: "capital:\n  initial: 500",
            new: "capital: 500",
            error: "x.yaml:11: 'capital' must be a block of keys, not '500'"
        ),
        Mistake(
            old: "portfolio:\n",
            new: "portfolio: {}\nx:\n",
            error: "x.yaml:5: unknown key 'x'"
        ),
        Mistake(old: "run: {", new: "run: [", error: "x.yaml:1: not valid YAML"),
        Mistake(
            old: "capital:",
            new: "costs: {}\ncapital:",
            error: "a key is there twice: costs"
        ),
    ]

    @Test(arguments: mistakes)
    func mistakesAreNamedWithTheirLine(_ mistake: Mistake) throws {
        try #require(Self.valid.contains(mistake.old))
        let range = try #require(Self.valid.ranges(of: mistake.old).first)
        var yaml = Self.valid
        yaml.replaceSubrange(range, with: mistake.new)
        let error = try #require(throws: ReportingError.self) {
            try StrategyConfiguration(yaml: yaml, path: "x.yaml")
        }
        #expect(error.description.contains(mistake.error), "\(error)")
        #expect(error.description.hasPrefix("x.yaml:"))
    }

    @Test(arguments: [
        ("", "x.yaml: the file is empty"),
        ("# nothing\n", "x.yaml: the file is empty"),
        ("just text", "x.yaml:1: expected 'key: value' lines at the top of the file"),
        ("- a\n- b", "x.yaml:1: expected 'key: value' lines at the top of the file"),
        ("run: {name: x}", "x.yaml:1: 'portfolio' is missing"),
        ("portfolio: {}", "x.yaml:1: allocation: there are no symbols"),
    ])
    func otherTextsAreRefused(_ yaml: String, _ expected: String) throws {
        let error = try #require(throws: ReportingError.self) {
            try StrategyConfiguration(yaml: yaml, path: "x.yaml")
        }
        #expect(error.description.hasPrefix(expected), "\(error)")
    }

    @Test func filesAreReadAndMissingOnesNamed() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.valid, to: "x.yaml")
        #expect(try StrategyConfiguration(contentsOf: path).capital == 500)
        let missing = directory.path("missing.yaml")
        let error = try #require(throws: ReportingError.self) {
            try StrategyConfiguration(contentsOf: missing)
        }
        #expect(
            error.description
                == "cannot read \(missing): No such file or directory; check the path"
        )
        #expect(throws: ReportingError.self) {
            try StrategyConfiguration(contentsOf: directory.path)
        }
    }
}
