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
        let commands: [any StoredCommand.Type] = [
            OptimizeCommand.self, CVCommand.self, TuneCommand.self,
        ]
        guard let command = commands.first(where: { $0.storedName == study.specification.command })
        else {
            throw Failure(
                .data,
                "\(address): '\(study.name)' is a study of apus \(study.specification.command), which"
                    + " this version does not know"
            )
        }
        try resume(command, study, at: address, into: output.path)
    }

    private func resume<Command: StoredCommand>(
        _: Command.Type,
        _ study: StudyRecord,
        at address: StudyAddress,
        into directory: String
    ) throws {
        let specification = study.specification
        var command: Command
        do {
            command = try Command.parse(specification.arguments)
        } catch {
            throw Failure(
                .data,
                "\(address): the command of '\(study.name)' is not understood:"
                    + " \(Command.message(for: error))"
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
