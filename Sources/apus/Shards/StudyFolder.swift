import ArgumentParser
import DataParallel
import Foundation
import MarketData
import Optimization
import Reporting
import Studies

/// A study that was cut into shards: a folder with all that they are computed from.
struct StudyFolder {
    static let planName = "study.json"
    static let pricesName = "prices.bin"
    static let resultsName = "results"

    let path: String
    let plan: ShardPlan
    /// The SHA-256 of the plan's file.
    let planDigest: String

    /// Opens a folder.
    init(path: String) throws {
        self.path = path
        let planPath = Self.join(path, Self.planName)
        let bytes = try Self.bytes(of: planPath)
        planDigest = Digest(of: bytes).description
        do {
            plan = try JSONDecoder().decode(ShardPlan.self, from: Data(bytes))
        } catch {
            throw StudiesError.shard(path: planPath, reason: "not a plan of shards (\(error))")
        }
        guard plan.format == ShardPlan.currentFormat else {
            throw StudiesError.shard(
                path: planPath,
                reason:
                    "of format \(plan.format), and this program reads \(ShardPlan.currentFormat); use the"
                    + " program that made it"
            )
        }
    }

    /// Where results are written.
    var results: String { Self.join(path, Self.resultsName) }

    /// The study, from the folder alone.
    func input() throws -> StudyInput {
        let pricesPath = Self.join(path, Self.pricesName)
        // Mapped, so that shards on one machine share its memory.
        let prices = try PriceTable(binaryFile: pricesPath, on: SequentialExecutor()) { bytes in
            try Self.check(Digest(of: bytes), pricesPath, plan.pricesDigest)
        }
        let source: StrategyConfiguration.PriceSource =
            switch plan.source {
            case .dataset(let name): .dataset(name)
            case .files(let paths): .files(paths)
            }
        var copies: [String: String] = [:]
        for copy in plan.files {
            let copyPath = Self.join(path, copy.name)
            _ = try checked(copyPath, digest: copy.digest)
            copies[copy.path] = copyPath
        }
        let materials = StudyMaterials(
            prices: PriceInput(prices, source: source),
            copies: copies
        )
        var options = try StudyOptions.parse(plan.specification.arguments)
        // The plan names files by their paths from the root.
        options.space = options.space.map { named($0) }
        options.trading.costTable = options.trading.costTable.map { materials.path(named($0)) }
        options.trading.income.dividends = options.trading.income.dividends.map { named($0) }
        options.trading.income.funding = options.trading.income.funding.map { named($0) }
        let input = try StudyInput(options, materials: materials)
        let now = try input.specification(
            command: plan.specification.command,
            arguments: plan.specification.arguments
        )
        let differences = plan.specification.differences(from: now)
        guard differences.isEmpty else {
            throw StudiesError.changed(name: path, differences: differences)
        }
        return input
    }

    /// The path that the plan has for a file; presets have none.
    private func named(_ argument: String) -> String {
        plan.files.first { $0.path == argument || $0.given == argument }?.path ?? argument
    }

    private func checked(_ path: String, digest: String) throws -> [UInt8] {
        let bytes = try Self.bytes(of: path)
        try Self.check(Digest(of: bytes), path, digest)
        return bytes
    }

    private static func check(_ found: Digest, _ path: String, _ digest: String) throws {
        guard found.description == digest else {
            throw StudiesError.shard(
                path: path,
                reason:
                    "its SHA-256 is not the plan's: it was altered or not copied whole; copy it again"
            )
        }
    }

    static func bytes(of path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw Failure(
                exists ? .inputOutput : .noInput,
                exists
                    ? "\(path): cannot be read (\(error.localizedDescription))"
                    : "\(path): no such file"
            )
        }
    }

    static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
