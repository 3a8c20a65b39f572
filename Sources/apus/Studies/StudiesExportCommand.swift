import ArgumentParser
import Reporting
import Studies

struct StudiesExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what a study has found so far as CSV or JSON.",
        discussion: """
            A row is a distinct candidate that is finished, by id; results.csv, which a study writes when it \
            is complete, has every listed one, with its portfolio and rule.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv
        case json
    }

    @OptionGroup var choice: StudyChoice

    @Option(help: "csv or json.")
    var format = Format.csv

    @Option(name: .shortAndLong, help: "The file to write; standard output without it.")
    var output: String?

    func run() throws {
        let address = try choice.address
        let file = try StudyFile(reading: address.path)
        let study = try file.study(named: address.name)
        let text =
            switch format {
            case .csv: try file.csv(of: study)
            case .json: try file.json(of: study)
            }
        guard let output else { return Console.printRaw(text) }
        try AtomicFile.write(Array(text.utf8), to: output)
    }
}
