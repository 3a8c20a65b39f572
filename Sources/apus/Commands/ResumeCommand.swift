import ArgumentParser
import Reporting
import Studies

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Continue a study that was stopped or killed.",
        discussion: """
            Ends with the same files as a run that was never stopped: what had been finished is read from \
            the study, the rest is computed. Refuses when prices, space, settings or the program have \
            changed since, and shows what.

            Examples:
              apus resume                                   the study in apus.sqlite here
              apus resume results                           the one in results/apus.sqlite
              apus resume results#cv                        one of several there
              apus resume results --study all.sqlite#crypto results go to results
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The output directory of the study; with #name for one of several.",
            valueName: "directory"
        )
    )
    var place = "."

    @Option(
        name: .customLong("study"),
        help: ArgumentHelp(
            "Where the study is stored. (default: apus.sqlite in the directory)",
            valueName: "file#name"
        )
    )
    var address: String?

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Flag(help: "Start anew: delete what was found before, with the same command.")
    var anew = false

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    func run() throws {
        let output = try StudyAddress(parsing: place)
        let address =
            try address.map { try StudyAddress(parsing: $0) }
            ?? StudyAddress(
                path: output.path == "."
                    ? StudyAddress.fileName : "\(output.path)/\(StudyAddress.fileName)",
                name: output.name
            )
        let study = try StudyFile(reading: address.path).studyToResume(named: address.name)
        var command = try StoredCommands.command(of: study, at: address)
        command.workers = workers
        command.output = PriceInput.absolute(output.path)
        command.json = json
        command.quiet = quiet
        command.storage.anew = false
        command.storage.address = "\(PriceInput.absolute(address.path))#\(study.name)"
        try StoredCommands.enterDirectory(of: study)
        try command.run(anew ? .anew : .resume, arguments: study.specification.arguments)
    }
}
