import Foundation
import FuzzSupport

// APUS_FUZZ names the reader; all else is libFuzzer's.
let wanted = ProcessInfo.processInfo.environment["APUS_FUZZ"] ?? ""
guard let target = FuzzTarget(rawValue: wanted) else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    FileHandle.standardError.write(Data("APUS_FUZZ must be one of \(names)\n".utf8))
    exit(64)
}
FuzzInput.target = target
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    fuzz_run(&count, &arguments) { bytes, count in
        FuzzInput.check(UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
    }
)
