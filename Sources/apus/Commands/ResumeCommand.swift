import ArgumentParser
import Reporting
import Studies

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

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
              apus resume results --study all.sqlite#crypto results go to results
            """
    )

    @Argument(help: "The output directory of the study.")
    var directory = "."

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
        let address =
            try address.map { try StudyAddress(parsing: $0) }
            ?? StudyAddress(
                path: directory == "."
                    ? StudyAddress.fileName : "\(directory)/\(StudyAddress.fileName)"
            )
        let study = try StudyFile(reading: address.path).study(named: address.name)
        let specification = study.specification
        guard specification.command == OptimizeCommand.configuration.commandName else {
            throw Failure(
                .usage,
                "\(address): '\(study.name)' is a study of apus \(specification.command); give that command"
                    + " again, and it continues"
            )
        }
        var command: OptimizeCommand
        do {
            command = try OptimizeCommand.parse(specification.arguments)
        } catch {
            throw Failure(
                .data,
                "\(address): the command of '\(study.name)' is not understood:"
                    + " \(OptimizeCommand.message(for: error))"
            )
        }
        command.workers = workers
        command.output = PriceInput.absolute(directory)
        command.json = json
        command.quiet = quiet
        command.storage.anew = false
        command.storage.address = "\(PriceInput.absolute(address.path))#\(study.name)"
        // Paths among the arguments start from where they were given.
        guard chdir(specification.directory) == 0 else {
            throw Failure(
                .noInput,
                "\(specification.directory), where the study was begun, cannot be entered:"
                    + " \(String(cString: strerror(errno)))"
            )
        }
        try command.run(anew ? .anew : .resume, arguments: specification.arguments)
    }
}
