import Foundation

/// What the system calls the calling thread.
func threadName() -> String {
    #if os(Linux)
    return firstLine("/proc/thread-self/comm")
    #else
    var name = [CChar](repeating: 0, count: 64)
    pthread_getname_np(pthread_self(), &name, name.count)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #endif
}

/// The processor time the process has used so far, in seconds.
func processorSeconds() -> Double {
    var usage = rusage()
    #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
    getrusage(RUSAGE_SELF, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

#if os(Linux)

/// The names of all threads of the process.
func threadNames() -> [String] {
    entries("/proc/self/task").map { firstLine("/proc/self/task/\($0)/comm") }
}

func threadCount() -> Int { entries("/proc/self/task").count }

func openFileCount() -> Int { entries("/proc/self/fd").count }

/// Resident memory in bytes.
func residentBytes() -> Int {
    let fields = firstLine("/proc/self/statm").split(separator: " ")
    return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}

private func entries(_ directory: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
}

#endif

/// The first line of a file; empty when there is none.
private func firstLine(_ path: String) -> String {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return String(text.prefix { $0 != "\n" })
}
