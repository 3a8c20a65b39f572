import Backtesting
import DataParallel
import MarketData
import Synchronization
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct SearchStudyTests {
    static let methods = SearchSettings.Method.allCases.filter { $0 != .grid }
    static let adaptive = methods.filter(\.isAdaptive)

    static func settings(_ method: SearchSettings.Method, trials: Int = 60) -> SearchSettings {
        SearchSettings(
            method,
            trials: trials,
            objectives: method == .nsga2 ? [.sharpe, Objective(.maxDrawdown)] : []
        )
    }

    static func optimizer(
        _ method: SearchSettings.Method,
        trials: Int = 60,
        seed: UInt64 = 3,
        table: PriceTable = SmallStudy.table
    ) throws -> Optimizer {
        try Optimizer(
            table: table,
            space: space(),
            settings: OptimizationSettings(
                walkForward: SmallStudy.walkForward,
                objective: .sharpe,
                search: settings(method, trials: trials),
                odds: .off,
                seed: seed
            )
        )
    }

    /// 2 x 2 + 2 x 21 allocations and 28 distinct policies.
    static func space() throws -> SearchSpace {
        try SearchSpace(
            name: "small",
            allocations: .sets(
                AssetSets(
                    sets: [["A", "B"], ["C", "A"], ["A", "B", "C"], ["C", "B", "A"]],
                    weightings: [
                        2: [[0.5, 0.5], [0.75, 0.25]],
                        3: .simplex(SimplexGrid(size: 3, parts: 8)),
                    ]
                )
            ),
            policies: SmallStudy.space().policies
        )
    }

    /// Everything that a search says, as text with exact numbers.
    private static func fingerprint(_ result: OptimizationResult) throws -> [String] {
        let record = try #require(result.search)
        let ids = try #require(result.evaluations.knownIDs)
        let selection = try #require(result.selection)
        return record.searches.map { "\($0)" }
            + ids.map { id in
                guard let summary = result.summary(ofID: id) else { return "\(id) failed" }
                return "\(id) \(bits(summary))"
            }
            + selection.walkForward.selections.map {
                "\($0.candidate.id) \($0.trainObjective) \(bits($0.test))"
            }
            + selection.sensitivities.map { "\($0)" }
            + (record.pareto?.members.map { "\($0)" } ?? []) + ["\(result.ranking.ids)"]
    }

    @Test(arguments: methods, [1, 2, 3, 8])
    func givesTheSameBitsOnAnyNumberOfThreads(
        method: SearchSettings.Method,
        workers: Int
    ) throws {
        let optimizer = try Self.optimizer(method, trials: 40)
        let sequential = try Self.fingerprint(optimizer.run(on: SequentialExecutor()))
        let threaded = try Self.fingerprint(optimizer.run(on: ThreadPool(workerCount: workers)))
        #expect(threaded == sequential)
        #expect(sequential.count > 10)
    }

    /// Whatever proposes them, candidates have the figures of the grid, to the last bit; each is
    /// evaluated once, and no other is.
    @Test(arguments: methods)
    func evaluatesWhatAGridDoes(method: SearchSettings.Method) throws {
        let grid = try Self.grid.get()
        let result = try Self.optimizer(method).run(on: ThreadPool(workerCount: 2))
        let record = try #require(result.search)
        let ids = try #require(result.evaluations.knownIDs)
        #expect(ids == Set(record.searches.flatMap(\.proposed)).sorted())
        #expect(ids == ids.map { result.evaluations.canonicalID(of: $0) })
        #expect(record.evaluatedCount == ids.count)
        #expect(record.share == Double(ids.count) / Double(grid.optimizer.distinctCount))
        #expect(!record.endedByTimeBudget && record.notes.isEmpty)
        for id in ids {
            let (one, other) = (result.summary(ofID: id), grid.summary(ofID: id))
            #expect(one.map(bits) == other.map(bits))
        }
        let missing = try #require(
            (1...grid.optimizer.space.count).first { id in
                !ids.contains(result.evaluations.canonicalID(of: id))
            }
        )
        guard case .pending = result.evaluations[id: missing] else {
            Issue.record("a candidate that was not proposed has been evaluated")
            return
        }
        #expect(Set(result.ranking.ids) == Set(ids))
        for search in record.searches {
            #expect(Set(search.proposed).count == search.proposed.count)
            #expect(search.proposalCount >= search.proposed.count)
            #expect(method == .halving || search.proposed.count == 60)
            #expect(search.planned == 60)
        }
        #expect(record.searches.count == (method.isAdaptive ? 3 : 1))
    }

    private static let grid = Result {
        try optimizer(.grid).run(on: ThreadPool(workerCount: 2))
    }

    /// In each split the best by its training window of what its own search proposed.
    @Test(arguments: methods)
    func choosesInEachSplitAmongItsOwn(method: SearchSettings.Method) throws {
        let optimizer = try Self.optimizer(method, trials: 30)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let record = try #require(result.search)
        let chosen = try #require(result.selection).walkForward.selections
        #expect(chosen.count == 3)
        for (split, choice) in chosen.enumerated() {
            let search = try #require(record.searches.first { $0.splits.contains(split + 1) })
            var best: (id: Int, value: Double)?
            for id in Set(search.proposed).sorted() {
                let figures = try optimizer.figures(of: optimizer.space[id - 1])
                let value = figures[split].train.sharpeRatio
                if best.map({ value > $0.value }) ?? true { best = (id, value) }
            }
            #expect(choice.candidate.id == best?.id)
            #expect(choice.trainObjective == best?.value)
            let place = try #require(search.splits.firstIndex(of: split + 1))
            #expect(search.bestTrainObjectives[place] == best?.value)
        }
    }

    /// Prices from the end of the first split's training window on are others, and what is proposed in
    /// that split is the same; the searches of later splits see the difference.
    @Test(arguments: adaptive)
    func doesNotLearnFromWhatFollows(method: SearchSettings.Method) throws {
        let before = try Self.optimizer(method)
        let first = before.plan.splits[0].train.upperBound
        let table = try PriceTable(
            symbols: SmallStudy.table.symbols,
            timestamps: SmallStudy.table.timestamps,
            closes: SmallStudy.table.closes.enumerated().map { index, close in
                let factor = 1 + 0.02 * Double(index / 3 % 7) * Double(index % 3)
                return index / 3 >= first ? close * factor : close
            }
        )
        let one = try #require(before.run(on: SequentialExecutor()).search).searches
        let other = try #require(
            Self.optimizer(method, table: table).run(on: SequentialExecutor()).search
        ).searches
        #expect(one[0].proposed == other[0].proposed)
        #expect(one[0].bestTrainObjectives == other[0].bestTrainObjectives)
        for split in 1...2 {
            // The first rungs of halving look at bars that are the same, the last one at others.
            #expect(method == .halving || one[split].proposed != other[split].proposed)
            #expect(one[split].bestTrainObjectives != other[split].bestTrainObjectives)
        }
        // Splits search on their own.
        #expect(one[0].proposed != one[1].proposed)
    }

    /// Portfolios with C fail at the very last bar, in the last test window: no search may learn that.
    @Test(arguments: adaptive)
    func doesNotLearnWhatFailsLater(method: SearchSettings.Method) throws {
        let prices = SmallStudy.table
        let last = prices.barCount - 1
        let table = try PriceTable(
            symbols: prices.symbols,
            timestamps: prices.timestamps,
            closes: prices.closes.enumerated().map { index, close in
                index == 3 * last + 2 ? 1e308 : index % 3 == 2 ? close * 1e-3 : close
            }
        )
        let sound = try PriceTable(
            symbols: prices.symbols,
            timestamps: prices.timestamps,
            closes: prices.closes.enumerated().map { index, close in
                index % 3 == 2 ? close * 1e-3 : close
            }
        )
        let one = try Self.optimizer(method, table: sound).run(on: SequentialExecutor())
        let other = try Self.optimizer(method, table: table).run(on: SequentialExecutor())
        #expect(other.evaluations.failedCount > 0)
        #expect(
            one.search?.searches.map(\.proposed) == other.search?.searches.map(\.proposed)
        )
        // What failed is recorded and cannot be chosen.
        let chosen = try #require(other.selection).walkForward.selections
        #expect(chosen.allSatisfy { other.summary(ofID: $0.candidate.id) != nil })
        #expect(other.evaluations.firstFailure?.reason.contains("became inf") == true)
    }

    @Test func anotherSeedProposesOthers() throws {
        for method in Self.methods {
            let proposed = try [3, 4].map { seed in
                try Self.optimizer(method, trials: 20, seed: seed)
                    .run(on: SequentialExecutor()).search?.searches.map(\.proposed)
            }
            #expect(proposed[0] != proposed[1])
        }
    }

    /// A search of a space that is smaller than its trials ends when all has been evaluated.
    @Test(arguments: methods)
    func endsWhenNothingIsLeft(method: SearchSettings.Method) throws {
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: SearchSpace(
                name: "few",
                allocations: .list([Allocation(symbols: ["A", "B"], weights: [0.5, 0.5])]),
                policies: PolicySpace(
                    thresholds: [0.01, 0.02],
                    methods: [.threshold],
                    calendarDays: [30],
                    minimumIntervalHours: [24],
                    momentumVetoes: [false, true]
                )
            ),
            settings: OptimizationSettings(
                walkForward: SmallStudy.walkForward,
                objective: .sharpe,
                search: Self.settings(method, trials: 2_000),
                odds: .off
            )
        )
        let result = try optimizer.run(on: SequentialExecutor())
        let record = try #require(result.search)
        #expect(!record.endedByTimeBudget && result.isComplete)
        #expect(record.evaluatedCount <= 4)
        #expect(method == .halving || record.evaluatedCount == 4)
        #expect(record.searches.allSatisfy { $0.proposed.count <= 2_000 })
    }

    @Test func halvingDropsTheWorseAndRunsSurvivorsOnly() throws {
        let optimizer = try Self.optimizer(.halving, trials: 90)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let record = try #require(result.search)
        for (search, split) in zip(record.searches, optimizer.plan.splits) {
            let counts = search.rungs.map(\.candidates)
            #expect(counts.count >= 2)
            #expect(counts[0] == 90)
            for (rung, next) in zip(counts, counts.dropFirst()) { #expect(next == rung / 3) }
            #expect(search.rungs.last?.bars == split.train.count)
            #expect(search.rungs.map(\.bars) == search.rungs.map(\.bars).sorted())
            #expect(search.proposed.count == counts.last)
        }
        #expect(result.ranking.ids.count <= record.searches.reduce(0) { $0 + $1.proposed.count })
        // Survivors of the first rung are its best: all others of the same sample are worse there.
        let study = SearchStudy.schedule(candidates: 90, bars: 60)
        #expect(study.rungs.map(\.candidates) == [90, 30])
        #expect(study.rungs.map(\.resource) == [20, 60])
    }

    @Test func evolutionKeepsTheFront() throws {
        let optimizer = try Self.optimizer(.nsga2, trials: 80)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let pareto = try #require(result.search?.pareto)
        let ids = try #require(result.evaluations.knownIDs)
        let figures = try ids.map { try optimizer.figures(of: optimizer.space[$0 - 1]) }
        let train = figures.map { [$0[2].train.sharpeRatio, $0[2].train.maxDrawdown] }
        let test = figures.map { figures in
            [
                figures.reduce(0) { $0 + $1.test.sharpeRatio } / 3,
                figures.reduce(0) { $0 + $1.test.maxDrawdown } / 3,
            ]
        }
        func isOnFront(_ place: Int, _ values: [[Double]]) -> Bool {
            !values.contains { other in
                zip(other, values[place]).allSatisfy { $0 >= $1 } && other != values[place]
            }
        }
        var members: [ParetoCandidates.Member] = []
        for (place, id) in ids.enumerated() {
            let (past, future) = (isOnFront(place, train), isOnFront(place, test))
            guard past || future else { continue }
            members.append(
                ParetoCandidates.Member(
                    id: id,
                    train: train[place],
                    test: test[place],
                    isOnTrainFront: past,
                    isOnTestFront: future
                )
            )
        }
        #expect(members.count > 3)
        #expect(pareto.members.map { "\($0)" } == members.map { "\($0)" })
    }

    /// On average over seeds, what learns finds more in the training window than what does not.
    @Test func learningFindsMoreThanChance() throws {
        let table = SyntheticPrices.randomWalk(bars: 160, symbols: 5, interval: 86_400, seed: 21)
        func best(_ method: SearchSettings.Method, _ seed: UInt64) throws -> Double {
            let optimizer = try Optimizer(
                table: table,
                space: SearchSpace(
                    name: "weights",
                    allocations: .sets(
                        AssetSets(
                            sets: [table.symbols],
                            weightings: [5: .simplex(SimplexGrid(size: 5, parts: 100, least: 0))]
                        )
                    ),
                    policies: PolicySpace(
                        thresholds: (1...20).map { Double($0) / 100 },
                        methods: [.threshold],
                        calendarDays: [30],
                        minimumIntervalHours: [24],
                        momentumVetoes: [false]
                    )
                ),
                settings: OptimizationSettings(
                    walkForward: WalkForward(windowDays: 75, testWindows: 1),
                    objective: .sharpe,
                    search: SearchSettings(method, trials: 100),
                    odds: .off,
                    seed: seed
                )
            )
            let result = try optimizer.run(on: ThreadPool(workerCount: 2))
            return result.search?.searches[0].bestTrainObjectives[0] ?? .nan
        }
        func mean(_ method: SearchSettings.Method) throws -> Double {
            try (0..<6).map { try best(method, $0) }.reduce(0, +) / 6
        }
        let random = try mean(.random)
        #expect(try mean(.tpe) > random)
        #expect(try mean(.cmaES) > random)
    }
}
