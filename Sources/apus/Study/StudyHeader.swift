import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting
import Validation
import _ProcessorCheck

/// What a study is about to do, for the terminal.
enum StudyHeader {
    /// - Parameter budget: The time after which nothing more is begun, in seconds.
    static func lines(
        _ input: StudyInput,
        workers: String,
        budget: Double? = nil
    ) -> [String] {
        let optimizer = input.optimizer
        let table = input.prices.table
        let first = Describe.time(table.timestamps[0])
        let last = Describe.time(table.timestamps[table.barCount - 1])
        var lines = [
            "data        \(source(input)): \(Format.count(table.barCount)) bars x"
                + " \(Format.counted(table.symbolCount, "symbol")), \(Describe.interval(table)),"
                + " \(first) to \(last)",
            "gaps        \(gaps(table))",
            "splits      \(Describe.splits(optimizer.settings.splits, optimizer.plan))"
                + testStart(optimizer),
            "candidates  \(Format.count(optimizer.space.count)) listed"
                + " (\(optimizer.space.name)), \(Format.count(optimizer.distinctCount)) distinct",
            "objective   \(objective(optimizer.settings.objective))",
        ]
        let search = optimizer.settings.search
        if search.method == .grid {
            lines.append("backtests   \(Format.count(optimizer.backtestCount))")
        } else {
            lines += wrapped(Describe.search(search), bullet: "search      ")
            lines.append("backtests   at most \(Format.count(optimizer.plannedBacktestCount))")
        }
        if let budget {
            lines += wrapped(
                "\(Format.seconds(budget)): nothing more is begun then. What is covered depends on the"
                    + " machine; without a budget the result is reproducible",
                bullet: "time        "
            )
        }
        lines += [
            "workers     \(workers)",
            "vectors     \(apus_vector_bits()) bits: \(LaneGroup.width) candidates at a time in"
                + " \(Format.counted(LaneGroup.width * 64 / Int(apus_vector_bits()), "vector"))",
        ]
        if search.method == .grid,
            let limit = optimizer.settings.keep.limit(of: optimizer.distinctCount)
        {
            lines.append("keeps       the best \(Format.count(limit)) by mean test objective")
        }
        for note in input.prices.loaded.report.notes + optimizer.notes {
            lines += wrapped(note, bullet: "note        ")
        }
        return lines
    }

    private static func objective(_ objective: Objective) -> String {
        let requirements = objective.requirements.map(\.description).joined(separator: ", ")
        return objective.name + (requirements.isEmpty ? "" : "; every window: \(requirements)")
    }

    /// The number of workers, and a word when there are more than processors.
    static func workers(_ executor: some ParallelExecutor) -> String {
        if executor is SequentialExecutor { return "1 (serial)" }
        let available = Processors.available()
        let count = executor.workerCount
        return count > available
            ? "\(count), more than the \(Format.counted(available, "processor")) there are"
            : "\(count) of \(Format.counted(available, "processor"))"
    }

    static func source(_ input: StudyInput) -> String { source(input.prices) }

    static func source(_ prices: PriceInput) -> String {
        switch prices.source {
        case .dataset(let name): return "bundled \(name)"
        case .files(let paths):
            let name = paths[0].split(separator: "/").last.map(String.init) ?? paths[0]
            return paths.count == 1 ? name : "\(name) and \(paths.count - 1) more"
        }
    }

    /// Where the tests begin, unless they cover all bars.
    private static func testStart(_ optimizer: Optimizer) -> String {
        guard case .walkForward = optimizer.settings.splits else { return "" }
        let first = optimizer.plan.splits[0].test.lowerBound
        return "; tests from \(Describe.time(optimizer.table.timestamps[first]))"
    }

    private static func gaps(_ table: PriceTable) -> String {
        let gaps = table.gaps
        guard let largest = gaps.largest.first else { return "none" }
        let kind = table.hasWeekendBars ? "missing bar" : "weekday"
        return "\(Format.counted(gaps.missingBars, kind))"
            + (table.hasWeekendBars ? "" : " without a bar")
            + " in \(Format.counted(gaps.gapCount, "gap")), the longest"
            + " \(Format.count(largest.missingBars)) from \(Describe.time(largest.start))"
    }
}
