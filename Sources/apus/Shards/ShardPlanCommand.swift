import ArgumentParser
import Foundation
import MarketData
import Optimization
import Reporting
import Studies

struct ShardPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Write a study, with all that it is computed from, cut into shards."
    )

    @OptionGroup var study: StudyOptions

    @Option(parsing: .unconditional, help: "How many shards to cut it into.")
    var shards: Int

    @Option(name: .shortAndLong, help: "The folder to write; made if it is missing.")
    var output: String

    func run() throws {
        guard 1...ShardPlan.mostShards ~= shards else {
            throw Failure(
                .usage,
                "--shards: \(shards) cannot be used; give 1 to \(ShardPlan.mostShards)"
            )
        }
        let input = try StudyInput(study)
        guard input.optimizer.settings.search.method == .grid else {
            throw Failure(
                .usage,
                "--search \(input.optimizer.settings.search.method.rawValue) proposes candidates as it goes;"
                    + " only the grid can be cut into shards"
            )
        }
        let directory = try OutputDirectory(path: output)
        let arguments = StudyArguments.ofResults(Array(Program.arguments.dropFirst(2)))
        let prices = input.prices.table.bytes
        var files: [(name: String, bytes: [UInt8])] = [(StudyFolder.pricesName, prices)]
        var copies: [ShardPlan.Copy] = []
        let named: [(String, String?)] = [
            ("space", input.spaceFile), ("costs", study.trading.costTable),
            ("dividends", study.trading.income.dividends),
            ("funding", study.trading.income.funding),
        ]
        for (kind, path) in named {
            guard let path else { continue }
            let bytes = try StudyFolder.bytes(of: path)
            // Cost tables are read by their names.
            let suffix = path.split(separator: "/").last?.split(separator: ".").dropFirst().last
            let name = suffix.map { "\(kind).\($0)" } ?? kind
            files.append((name, bytes))
            copies.append(
                ShardPlan.Copy(
                    given: path,
                    path: PriceInput.absolute(path),
                    name: name,
                    digest: Digest(of: bytes).description
                )
            )
        }
        let plan = ShardPlan(
            specification: try input.specification(command: "shard", arguments: arguments),
            blockCount: try input.optimizer.blockCount,
            shardCount: shards,
            source: input.prices.source.ofShards,
            files: copies,
            pricesDigest: Digest(of: prices).description
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // The plan last: a folder with a plan is whole.
        try directory.write(files)
        _ = try OutputDirectory(path: directory.path(of: StudyFolder.resultsName))
        try directory.write([(StudyFolder.planName, Array(try encoder.encode(plan)))])
        Console.print(
            "planned  \(Format.count(input.optimizer.distinctCount)) distinct candidates in"
                + " \(Format.count(plan.blockCount)) blocks, \(Format.counted(shards, "shard"))"
        )
        if shards > plan.blockCount {
            Console.print("note     there are more shards than blocks: some have nothing to do")
        }
        Console.print("wrote    \(output)")
        Console.print(
            "next     apus shard run \(output) --shard 0/\(shards)  (to \(shards - 1)/\(shards))"
        )
    }
}

extension StrategyConfiguration.PriceSource {
    fileprivate var ofShards: ShardPlan.Source {
        switch self {
        case .dataset(let name): .dataset(name)
        case .files(let paths): .files(paths)
        }
    }
}
