import ArgumentParser
import DataParallel
import Reporting
import ScalingAnalysis

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract:
            "Measure how a study, forecasting and the runtime scale with threads, and say what is guessed.",
        discussion: """
            Runs the same work at several thread counts in turn and checks that all gave the same \
            bits. Laws are fitted to what was measured; what they say about other machines is marked \
            as projected.

            Examples:
              apus bench                                       the bundled stocks and the runtime
              apus bench --suite optimize -p my.csv --space crypto
              apus bench --suite operations --threads 1,2,4,8
              apus bench --threads 1,2,4 --repeats 11 --json bench.json --markdown bench.md
              apus bench --suite runtime --html bench.html     a page with curves
            """
    )

    enum Suite: String, CaseIterable, ExpressibleByArgument {
        case optimize, operations, runtime, all
    }

    @Option(help: "What to run: optimize, operations (on forecasting models), runtime or all.")
    var suite = Suite.all

    @Option(
        help: ArgumentHelp(
            "Thread counts. Without it, powers of two up to the processors, and all of these.",
            valueName: "n,n,..."
        )
    )
    var threads: ThreadCounts?

    @Option(
        help: ArgumentHelp(
            "Of operations: numbers of batches. The middle one is run at every thread count.",
            valueName: "n,n,..."
        )
    )
    var batches = BatchCounts(argument: "10,50,100,200,500")!

    @Option(parsing: .unconditional, help: "How often each thread count is run.")
    var repeats = 7

    @Option(help: ArgumentHelp("Write everything as JSON.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("Write the tables as Markdown.", valueName: "file"))
    var markdown: String?

    @Option(
        help: ArgumentHelp(
            "Write everything as a page with curves that needs nothing else.",
            valueName: "file"
        )
    )
    var html: String?

    @OptionGroup var study: StudyOptions

    func validate() throws {
        guard 1...10_000 ~= repeats else {
            throw ValidationError("--repeats must be from 1 to 10000, not \(repeats)")
        }
    }

    func run() throws {
        Interrupt.install()
        let bench = ThreadBench(counts: threads ?? .upToProcessors(), repeats: repeats)
        var reports: [ScalingReport] = []
        if suite == .optimize || suite == .all {
            reports.append(try OptimizeSuite(StudyInput(study)).report(bench))
        }
        if suite == .operations || suite == .all {
            let prices = try StudyInput.prices(study.data)
            reports += try OperationsSuite(prices, batches).reports(bench)
        }
        if suite == .runtime || suite == .all { reports += try RuntimeSuite.reports(bench) }
        Console.print(reports.map(\.text).joined(separator: "\n\n"))
        Console.print([""] + SpeedupLines.lines(reports))
        if let json {
            try AtomicFile.write(Array((try JSONText.encode(reports) + "\n").utf8), to: json)
        }
        if let markdown {
            let text = reports.map(\.markdown).joined(separator: "\n\n") + "\n"
            try AtomicFile.write(Array(text.utf8), to: markdown)
        }
        if let html {
            let command = (["apus"] + Program.arguments.map(ShellWord.quoted)).joined(
                separator: " "
            )
            let page = ScalingPage(reports, run: .init(command: command, version: Apus.version))
            try AtomicFile.write(Array(try page.html.utf8), to: html)
        }
        let differing = reports.filter { $0.digestAgreement == .differ }
        guard differing.isEmpty else {
            throw Failure(
                .software,
                "the results of \(differing.map(\.workload.suite).joined(separator: " and "))"
                    + " differ between thread counts; please report this with the command and the data"
            )
        }
    }
}

/// A list of thread counts, ascending.
struct ThreadCounts: ExpressibleByArgument {
    let counts: [Int]

    init?(argument: String) {
        guard let counts = Self.parse(argument, upTo: 4_096) else { return nil }
        self.counts = counts
    }

    /// Whole numbers between commas, ascending, each once.
    fileprivate static func parse(_ argument: String, upTo most: Int) -> [Int]? {
        let fields = argument.split(separator: ",", omittingEmptySubsequences: false)
        let counts = fields.compactMap { Int($0) }
        guard counts.count == fields.count, counts.allSatisfy({ 1...most ~= $0 }) else {
            return nil
        }
        return Set(counts).sorted()
    }

    private init(_ counts: [Int]) { self.counts = counts }

    static func upToProcessors() -> ThreadCounts {
        let processors = Processors.available()
        var counts: Set<Int> = [processors]
        var count = 1
        while count < processors {
            counts.insert(count)
            count *= 2
        }
        return ThreadCounts(counts.sorted())
    }
}

/// A list of numbers of batches, ascending.
struct BatchCounts: ExpressibleByArgument {
    let counts: [Int]

    init?(argument: String) {
        guard let counts = ThreadCounts.parse(argument, upTo: 1_000_000) else { return nil }
        self.counts = counts
    }

    /// The one in the middle.
    var usual: Int { counts[counts.count / 2] }

    var defaultValueDescription: String { counts.map(String.init).joined(separator: ",") }
}
