import Backtesting
import TestSupport
import Testing

@testable import Optimization

@Suite struct SpaceFileTests {
    private let table = SyntheticPrices.randomWalk(
        bars: 3,
        symbols: ["AAPL", "MSFT", "XOM"],
        interval: 86_400
    )

    @Test func readsEverythingAFileCanSay() throws {
        let space = try read(
            """
            name: two tech stocks and oil
            asset_sets:
              - [AAPL, MSFT]
              - [AAPL, MSFT, XOM]
            weights:
              2: [[0.5, 0.5], [0.75, 0.25]]
            portfolios:
              - {assets: [XOM, MSFT], weights: [0.125, 0.875]}
              - {assets: [XOM, AAPL]}
            rebalancing:
              thresholds: [0.05, 0.1]
              methods: [threshold, calendar, hybrid]
              calendar_days: [30, 90]
              min_interval_hours: [24]
              momentum_filter: [false, true]
            """
        )
        #expect(space.name == "two tech stocks and oil")
        let portfolios = (0..<space.allocations.count).map { index in
            "\(space.allocations.symbols(of: index)) \(space.allocations.weights(of: index))"
        }
        let third = 1.0 / 3
        #expect(
            portfolios == [
                #"["AAPL", "MSFT"] [0.5, 0.5]"#,
                #"["AAPL", "MSFT"] [0.75, 0.25]"#,
                #"["AAPL", "MSFT", "XOM"] [\#(third), \#(third), \#(third)]"#,
                #"["XOM", "MSFT"] [0.125, 0.875]"#,
                #"["XOM", "AAPL"] [0.5, 0.5]"#,
            ]
        )
        #expect(
            space.policies
                == (try PolicySpace(
                    thresholds: [0.05, 0.1],
                    methods: [.threshold, .calendar, .hybrid],
                    calendarDays: [30, 90],
                    minimumIntervalHours: [24],
                    momentumVetoes: [false, true]
                ))
        )
    }

    @Test func fillsInWhatAFileLeavesOut() throws {
        let space = try read("rebalancing: {methods: calendar, calendar_days: [30, 60]}")
        #expect(space.name == "custom")
        #expect(space.allocations.symbols == ["AAPL", "MSFT", "XOM"])
        // Three pairs and the triple, each in equal parts.
        #expect(space.allocations.count == 4)
        #expect(space.allocations.weights(of: 0) == [0.5, 0.5])
        #expect(
            space.policies
                == (try PolicySpace(
                    thresholds: [0.10],
                    methods: [.calendar],
                    calendarDays: [30, 60],
                    minimumIntervalHours: [24],
                    momentumVetoes: [false]
                ))
        )
        let named = try read("name: x")
        #expect(named.policies == (try SearchSpace.dailyPolicies()))
    }

    @Test func combinesSymbols() throws {
        let space = try read(
            """
            combinations: {symbols: [AAPL, MSFT, XOM], sizes: [3, 2]}
            weights: {2: [[0.75, 0.25]]}
            """
        )
        let sets = (0..<space.allocations.count).map { space.allocations.symbols(of: $0) }
        #expect(
            sets == [
                ["AAPL", "MSFT", "XOM"], ["AAPL", "MSFT"], ["AAPL", "XOM"], ["MSFT", "XOM"],
            ]
        )
    }

    @Test func dividesWeightsByTheirSumOnRequest() throws {
        let space = try read(
            """
            asset_sets: [[AAPL, MSFT]]
            weights: {2: [[3, 1]]}
            portfolios: [{assets: [XOM, AAPL], weights: [2, 6]}]
            normalize_weights: true
            """
        )
        #expect(space.allocations.weights(of: 0) == [0.75, 0.25])
        #expect(space.allocations.weights(of: 1) == [0.25, 0.75])
    }

    @Test(arguments: [
        (
            "name: x\nrebalancing:\n  thresholds: [0.1]\n  treshold: [0.2]",
            "s.yaml:4: unknown key 'treshold' in 'rebalancing'; did you mean 'thresholds'?"
        ),
        (
            "name: x\n\nassetsets: []",
            "s.yaml:3: unknown key 'assetsets'; did you mean 'asset_sets'?"
        ),
        (
            "fee: 3",
            "s.yaml:1: unknown key 'fee'; known here: name, asset_sets, combinations, weights,"
                + " estimated_weights, portfolios, normalize_weights, rebalancing"
        ),
        (
            "asset_sets: [[AAPL, MSFT]]\nweights:\n  2:\n    - [0.5, 0.6]",
            "s.yaml:4: the weights 0.5, 0.6 sum to 1.1, not 1; for these proportions write 0.4545,"
                + " 0.5455"
        ),
        (
            "asset_sets: [[AAPL, MSFT]]\nweights:\n  3: [[0.5, 0.5]]",
            "s.yaml:3: 2 weights are listed for 3 symbols"
        ),
        (
            "weights:\n  two: [[0.5, 0.5]]",
            "s.yaml:2: the keys of 'weights' are numbers of symbols, not 'two'"
        ),
        (
            "name: x\nportfolios:\n  - assets: [AAPL, MSFT]\n    weights: [0.5, 0.25]",
            "s.yaml:4: allocation of AAPL, MSFT: the weights 0.5, 0.25 sum to 0.75, not 1; for these"
                + " proportions write 0.6667, 0.3333"
        ),
        (
            "portfolios:\n  - weights: [0.5, 0.5]",
            "s.yaml:2: a portfolio needs 'assets'"
        ),
        (
            "portfolios:\n  - {assets: [AAPL, XOM], wieghts: [0.5, 0.5]}",
            "s.yaml:2: unknown key 'wieghts' in 'portfolios'; did you mean 'weights'?"
        ),
        (
            "rebalancing:\n  thresholds: [0.1]\n  methods: [calender]",
            "s.yaml:3: unknown method 'calender'; did you mean 'calendar'?"
        ),
        (
            "rebalancing:\n  methods: [astrology]",
            "s.yaml:2: unknown method 'astrology'; use one of threshold, calendar, hybrid, never"
        ),
        (
            "rebalancing:\n  thresholds: [0.1, abc]",
            "s.yaml:2: 'rebalancing.thresholds' must be a list of numbers"
        ),
        (
            "rebalancing:\n  thresholds: abc",
            "s.yaml:2: 'rebalancing.thresholds' must be a list of numbers, not 'abc'"
        ),
        (
            "rebalancing:\n  calendar_days: [1.5]",
            "s.yaml:2: 'rebalancing.calendar_days' must be a list of whole numbers"
        ),
        (
            "rebalancing:\n  momentum_filter: [maybe]",
            "s.yaml:2: 'rebalancing.momentum_filter' must be a list of true and false"
        ),
        ("rebalancing: 3", "s.yaml:1: 'rebalancing' must be a block of keys, not '3'"),
        (
            "name: x\nnormalize_weights: perhaps",
            "s.yaml:2: 'normalize_weights' must be true or false, not 'perhaps'"
        ),
        ("asset_sets: [AAPL, MSFT]", "s.yaml:1: 'asset_sets' must be a list of lists of words"),
        ("portfolios: [AAPL]", "s.yaml:1: 'portfolios' must be a list of blocks, not 'AAPL'"),
        (
            "combinations:\n  symbols: [AAPL, XOM]",
            "s.yaml:2: 'combinations' needs 'symbols' and 'sizes'"
        ),
        (
            "combinations:\n  symbols: [AAPL, XOM]\n  sizes: [2, 3]",
            "s.yaml:3: sizes must be from 1 to the 2 symbols, not 3"
        ),
        (
            "rebalancing:\n  thresholds: []",
            "s.yaml:2: search space: thresholds: the list is empty; give a value"
        ),
        (
            "rebalancing:\n  methods: [calendar]\n  calendar_days: [0]",
            "s.yaml:2: calendar days: 0.0 cannot be used; give a value from 1 to 1000000"
        ),
        (
            "asset_sets: [[AAPL, AAPL]]",
            "s.yaml: search space: the asset set {AAPL, AAPL} is empty or names a symbol twice"
        ),
        ("", "s.yaml: the file is empty"),
        ("- a\n- b", "s.yaml:1: expected 'key: value' lines at the top of the file"),
        ("name: x\nname: y", "s.yaml:1: a key is there twice: name"),
        (
            "e: 1\nc: 1\na: 1\nd: 1\nb: 1\na: 2\nb: 2\nc: 2\nd: 2\ne: 2",
            "s.yaml:3: a key is there twice: a, b, c, d, e"
        ),
    ])
    func saysWhatIsWrongAndWhere(yaml: String, expected: String) {
        let error = #expect(throws: OptimizationError.self) { try read(yaml) }
        #expect(error?.description == expected)
    }

    @Test func saysWhereTheTextIsNoYAML() {
        let error = #expect(throws: OptimizationError.self) {
            try read("name: x\nasset_sets: [[AAPL, MSFT]\nrebalancing:\n  thresholds: 0.1")
        }
        guard case .spaceFile("s.yaml", let line?, let problem) = error else {
            Issue.record("\(String(describing: error)) names no line")
            return
        }
        #expect(2...4 ~= line)
        #expect(problem.hasPrefix("not valid YAML: "))
    }

    @Test func refusesTooManyCombinations() {
        let symbols = (1...100).map { "S\($0)" }.joined(separator: ", ")
        let error = #expect(throws: OptimizationError.self) {
            try read("combinations:\n  symbols: [\(symbols)]\n  sizes: [5]")
        }
        #expect(
            error?.description
                == "s.yaml:3: 75287520 combinations of 5 symbols are too many; list at most 1000000"
        )
    }

    private func read(_ yaml: String) throws -> SearchSpace {
        try SearchSpace(yaml: yaml, path: "s.yaml", table: table)
    }
}
