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

/// The commands whose runs are studies.
enum StoredCommands {
    private static let all: [any StoredCommand.Type] = [
        OptimizeCommand.self, CVCommand.self, TuneCommand.self,
    ]

    /// The command of a study, as it was given.
    static func command(of study: StudyRecord, at address: StudyAddress) throws -> any StoredCommand
    {
        let specification = study.specification
        guard let type = all.first(where: { $0.storedName == specification.command }) else {
            throw Failure(
                .data,
                "\(address): '\(study.name)' is a study of apus \(specification.command), which"
                    + " this version does not know"
            )
        }
        return try parse(type, study, at: address)
    }

    private static func parse<Command: StoredCommand>(
        _: Command.Type,
        _ study: StudyRecord,
        at address: StudyAddress
    ) throws -> any StoredCommand {
        do {
            return try Command.parse(study.specification.arguments)
        } catch {
            throw Failure(
                .data,
                "\(address): the command of '\(study.name)' is not understood:"
                    + " \(Command.message(for: error))"
            )
        }
    }

    /// Goes to where a study was begun: paths among its arguments start from there.
    static func enterDirectory(of study: StudyRecord) throws {
        let directory = study.specification.directory
        guard chdir(directory) == 0 else {
            throw Failure(
                .noInput,
                "\(directory), where the study was begun, cannot be entered:"
                    + " \(String(cString: strerror(errno)))"
            )
        }
    }
}
