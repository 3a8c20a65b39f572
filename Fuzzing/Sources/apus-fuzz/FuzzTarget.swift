import DataParallel
import MarketData
import Optimization

/// A reader that is given anything.
enum FuzzTarget: String, CaseIterable {
    /// Prices in text, plain or compressed.
    case csv
    /// Numbers of any kind in text.
    case series
    /// The program's own table.
    case binary
    /// Arrow files and streams.
    case arrow
    /// Spaces of candidates.
    case yaml

    /// Whether the reader takes a path and not bytes.
    var takesPaths: Bool { self == .csv || self == .series || self == .arrow }

    /// What becomes of an input: a description of what was read, or of what is wrong with it.
    func outcome(_ input: [UInt8], path: String) -> String {
        switch self {
        case .csv: prices(path)
        case .arrow: prices(path) + series(path)
        case .series: series(path)
        case .binary: binary(input)
        case .yaml: space(input)
        }
    }

    private func prices(_ path: String) -> String {
        do {
            let options = PriceLoadOptions(
                fill: .forward(maxGap: 3),
                universe: .changing,
                executor: SequentialExecutor()
            )
            let loaded = try PriceLoader.load(paths: [path], options: options)
            check(loaded.table)
            return "\(loaded.report.notes.count) \(loaded.table.bytes.count)"
        } catch {
            return error.description
        }
    }

    private func series(_ path: String) -> String {
        do {
            let loaded = try SeriesLoader.load(path: path)
            for (earlier, later) in zip(loaded.timestamps, loaded.timestamps.dropFirst()) {
                FuzzInput.require(earlier < later) { "times do not increase" }
            }
            for values in loaded.values {
                FuzzInput.require(
                    values.count == loaded.timestamps.count
                        && values.allSatisfy { $0.isFinite || $0.isNaN }
                ) { "a series has other values than times, or infinite ones" }
            }
            return "\(loaded.names.count) x \(loaded.timestamps.count)"
        } catch {
            return error.description
        }
    }

    private func binary(_ input: [UInt8]) -> String {
        do {
            let table = try PriceTable(bytes: input, path: "x")
            check(table)
            return "\(table.barCount) x \(table.symbolCount)"
        } catch {
            return error.description
        }
    }

    private func space(_ input: [UInt8]) -> String {
        do {
            let space = try SearchSpace(
                yaml: String(decoding: input, as: UTF8.self),
                path: "space.yaml",
                table: Self.table
            )
            if space.count > 0 { _ = (space[0], space[space.count - 1]) }
            return "\(space.count)"
        } catch {
            return "\(error)"
        }
    }

    /// What was accepted is a table, and comes back from its bytes.
    private func check(_ table: PriceTable) {
        do {
            let again = try PriceTable(
                symbols: table.symbols,
                timestamps: table.timestamps,
                closes: table.closes.asArray,
                listings: table.listings
            )
            let fromBytes = try PriceTable(bytes: table.bytes, path: "x")
            FuzzInput.require(again == table && fromBytes == table) { "a table changes on its way" }
        } catch {
            FuzzInput.require(false) { "what was read is no table: \(error)" }
        }
    }

    private static let table: PriceTable = {
        do {
            return try PriceTable(
                symbols: ["A", "B", "C", "D"],
                timestamps: (0..<8).map { $0 * 86_400 },
                closes: (0..<32).map { Double($0 + 1) }
            )
        } catch {
            fatalError("\(error)")
        }
    }()
}
