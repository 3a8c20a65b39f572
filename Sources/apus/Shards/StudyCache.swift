import Reporting
import Studies

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Copies of studies on a machine's own disk: each is fetched once, whatever the number of shards.
enum StudyCache {
    /// The copy of a study; made if it is not there. Processes that want the same wait for the one that makes
    /// it.
    static func copy(of folder: StudyFolder, in cache: String) throws -> StudyFolder {
        let path = StudyFolder.join(cache, "apus-\(folder.planDigest.prefix(24))")
        let directory = try OutputDirectory(path: path)
        let lock = open(directory.path(of: ".lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard lock >= 0 else { throw unusable(path) }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else { throw unusable(path) }
            try Interrupt.check("stopped while the study was copied to \(path)")
        }
        if let known = try? StudyFolder(path: path), known.planDigest == folder.planDigest {
            return known
        }
        let names = [StudyFolder.pricesName] + folder.plan.files.map(\.name)
        for name in names {
            try directory.write([
                (name, StudyFolder.bytes(of: StudyFolder.join(folder.path, name)))
            ])
        }
        // The plan last: a folder with a plan is whole. What was not copied whole has another digest.
        let plan = try StudyFolder.bytes(of: StudyFolder.join(folder.path, StudyFolder.planName))
        try directory.write([(StudyFolder.planName, plan)])
        return try StudyFolder(path: path)
    }

    private static func unusable(_ path: String) -> Failure {
        Failure(.inputOutput, "\(path): cannot be locked: \(String(cString: strerror(errno)))")
    }
}
