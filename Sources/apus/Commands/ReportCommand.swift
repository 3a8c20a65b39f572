import ArgumentParser
import Foundation
import Reporting
import ScalingAnalysis
import Studies

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make the page of a finished study, or of measurements, again, and open it.",
        discussion: """
            Writes report.html from what the study has stored; nothing is run again but what a page shows \
            in full. Refuses when prices, space, settings or the program have changed since, and shows what.

            Examples:
              apus report --open                            the study in apus.sqlite here
              apus report results                           the one in results/apus.sqlite
              apus report results#cv                        one of several there
              apus report all.sqlite#crypto --output page   from any file, to anywhere
              apus report bench.json --open                 what apus bench --json measured
            """
    )

    @OptionGroup var choice: StudyChoice

    @Option(
        name: .shortAndLong,
        help: "Where to write report.html; made if it is missing. (default: beside the study)"
    )
    var output: String?

    @Flag(name: .customLong("open"), help: "Open the page in the browser.")
    var opens = false

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    func run() throws {
        Interrupt.install()
        let given = try choice.address
        if given.path.hasSuffix(".json") {
            return try write(try scalingPage(given.path), to: output ?? beside(given))
        }
        let address = StudyAddress(path: PriceInput.absolute(given.path), name: given.name)
        let file = try StudyFile(reading: address.path)
        let study = try file.study(named: address.name)
        guard study.state == .complete else {
            let total = study.total.map { " of \(Format.count($0))" } ?? ""
            throw Failure(
                .usage,
                "\(given.path)#\(study.name) is unfinished: \(Format.count(study.finished))\(total); continue"
                    + " it with: \(Self.resumeCommand(given.path, study))"
            )
        }
        let place = PriceInput.absolute(output ?? beside(given))
        var command = try StoredCommands.command(of: study, at: address)
        command.workers = workers
        command.quiet = quiet
        try StoredCommands.enterDirectory(of: study)
        let page = try command.page(of: study, from: StudyReader(study, in: file))
        try write(page, to: place)
    }

    private func write(_ page: [UInt8], to place: String) throws {
        let directory = try OutputDirectory(path: place)
        try directory.write([(StudyFiles.pageName, page)])
        let path = directory.path(of: StudyFiles.pageName)
        if !quiet { Console.print("wrote   \(path)") }
        if opens { try Browser.open(path) }
    }

    /// The page of what `apus bench --json` wrote.
    private func scalingPage(_ path: String) throws -> [UInt8] {
        let bytes = try StudyFolder.bytes(of: path)
        let reports: [ScalingReport]
        do {
            reports = try JSONDecoder().decode([ScalingReport].self, from: Data(bytes))
        } catch {
            throw Failure(.data, "\(path) is not what apus bench --json writes: \(error)")
        }
        guard !reports.isEmpty else { throw Failure(.data, "\(path) holds no measurements") }
        return Array(try ScalingPage(reports, run: nil).html.utf8)
    }

    private func beside(_ address: StudyAddress) -> String {
        guard let slash = address.path.lastIndex(of: "/") else { return "." }
        return slash == address.path.startIndex ? "/" : String(address.path[..<slash])
    }

    private static func resumeCommand(_ path: String, _ study: StudyRecord) -> String {
        let folder =
            path.hasSuffix("/\(StudyAddress.fileName)")
            ? String(path.dropLast(StudyAddress.fileName.count + 1)) : "."
        return path == StudyAddress.fileName || folder != "."
            ? "apus resume \(folder)#\(study.name)" : "apus resume --study \(path)#\(study.name)"
    }
}
