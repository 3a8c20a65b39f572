import ArgumentParser
import Studies

struct StudiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studies",
        abstract: "List, show, export and delete stored studies.",
        discussion: """
            A study file is a SQLite database: sqlite3 apus.sqlite 'SELECT * FROM candidates' works, too.
            """,
        subcommands: [
            StudiesListCommand.self, StudiesShowCommand.self, StudiesExportCommand.self,
            StudiesDeleteCommand.self, StudiesVacuumCommand.self,
        ]
    )
}

/// Which file of studies, and which study in it.
struct StudyChoice: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The file, or the directory that apus.sqlite is in; with #name for one study of several.",
            valueName: "file#name"
        )
    )
    var place = "."

    var address: StudyAddress {
        get throws {
            let address = try StudyAddress(parsing: place)
            guard PathKind.isDirectory(address.path) else { return address }
            let folder = address.path == "." ? "" : "\(address.path)/"
            return StudyAddress(path: folder + StudyAddress.fileName, name: address.name)
        }
    }
}

struct StudiesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The studies of a file."
    )

    @OptionGroup var choice: StudyChoice

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    func run() throws {
        let file = try StudyFile(reading: choice.address.path)
        let studies = try file.studies()
        if json {
            return Console.print(
                try JSONText.encode(
                    studies.map { StudyJSON($0, process: file.runningProcess(of: $0)) }
                )
            )
        }
        Console.print(StudyTable.lines(studies, in: file))
    }
}

struct StudiesDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a study and all that it found; the files it wrote stay."
    )

    @OptionGroup var choice: StudyChoice

    func run() throws {
        let address = try choice.address
        // A file that is not there is not made.
        _ = try StudyFile(reading: address.path)
        let file = try StudyFile(path: address.path)
        let study = try file.study(named: address.name)
        if let process = file.runningProcess(of: study) {
            throw StudiesError.inUse(name: study.name, path: address.path, process: process)
        }
        try file.delete(study)
        Console.print(
            "deleted  \(address.path)#\(study.name); apus studies vacuum gives the space back"
        )
    }
}

struct StudiesVacuumCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum",
        abstract: "Give the space of deleted studies back to the system."
    )

    @OptionGroup var choice: StudyChoice

    func run() throws {
        let path = try choice.address.path
        _ = try StudyFile(reading: path)
        let before = PathKind.size(path)
        try StudyFile(path: path).vacuum()
        Console.print(
            "\(path): \(ByteCount.text(before)) before, \(ByteCount.text(PathKind.size(path))) now"
        )
    }
}
