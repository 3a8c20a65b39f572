import ArgumentParser
import Reporting
import Studies

/// Where a study is stored while it runs.
struct StorageOptions: ParsableArguments {
    @Option(
        name: .customLong("study"),
        help: ArgumentHelp(
            """
            Where finished work is stored, and under which name: several studies may share a file. \
            (default: apus.sqlite in the output directory)
            """,
            valueName: "file#name"
        )
    )
    var address: String?

    @Flag(help: "Start anew: delete what was found of this study before.")
    var anew = false

    @Flag(help: "Store nothing: a run that dies leaves nothing behind.")
    var noStudy = false

    /// The address, beside other results unless another one is given; nil when nothing is to be stored.
    ///
    /// - Parameter name: What the study is called that was given no name; nil for the usual name.
    func address(in directory: OutputDirectory, name: String?) throws -> StudyAddress? {
        guard !noStudy else {
            if address != nil || anew {
                throw Failure(.usage, "--no-study stores nothing; leave out --study and --anew")
            }
            return nil
        }
        guard let address else {
            return StudyAddress(path: directory.path(of: StudyAddress.fileName), name: name)
        }
        let given = try StudyAddress(parsing: address)
        return StudyAddress(path: given.path, name: given.name ?? name)
    }
}
