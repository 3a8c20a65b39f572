import Foundation
import MarketData
import Reporting
import TestSupport
import Testing

/// The names of everything in a directory, hidden or not.
private func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
}

private func contents(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
}

@Suite struct DigestTests {
    /// FIPS 180-4 examples, and the message of a million letters from the same set.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func knownVectors(_ text: String, _ expected: String) {
        let digest = Digest(of: Array(text.utf8))
        #expect(digest.description == expected)
        #expect(digest.short == expected.prefix(12))
    }

    @Test func tablesDifferWhereverTheirContentDoes() throws {
        let base = SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "B"], seed: 1)
        let same = SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "B"], seed: 1)
        #expect(Digest(of: base) == Digest(of: same))
        let others = [
            SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "B"], seed: 2),
            SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "C"], seed: 1),
            SyntheticPrices.randomWalk(bars: 21, symbols: ["A", "B"], seed: 1),
            SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "B"], start: 0, seed: 1),
            base.selecting(columns: [1, 0]),
        ]
        #expect(Set(([base] + others).map { Digest(of: $0) }).count == 6)
    }
}

@Suite struct AtomicFileTests {
    @Test func writesAndReplacesWithoutLeftovers() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.csv")
        try AtomicFile.write(Array("first".utf8), to: path)
        #expect(try contents(of: path) == "first")
        try AtomicFile.write(Array("2nd".utf8), to: path)
        #expect(try contents(of: path) == "2nd")
        try AtomicFile.write([], to: path)
        #expect(try contents(of: path) == "")
        #expect(try names(in: directory.path) == ["a.csv"])
    }

    @Test func writesMoreThanOneBuffer() throws {
        let directory = try TemporaryDirectory()
        var random = SeededRandom(seed: 5)
        let bytes = (0..<3_000_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        try AtomicFile.write(bytes, to: directory.path("big"))
        let read = try Data(contentsOf: URL(fileURLWithPath: directory.path("big")))
        #expect([UInt8](read) == bytes)
    }

    @Test func aDirectoryAtTheNameIsAnError() throws {
        let directory = try TemporaryDirectory()
        try directory.write("x", to: "taken/inside")
        let path = directory.path("taken")
        #expect(throws: ReportingError.unwritableFile(path: path, reason: "Is a directory")) {
            try AtomicFile.write([1], to: path)
        }
        #expect(try names(in: directory.path) == ["taken"])
        #expect(try names(in: path) == ["inside"])
    }

    @Test func aPathBelowAFileIsAnError() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("x", to: "file") + "/below.csv"
        #expect(throws: ReportingError.unwritableFile(path: path, reason: "Not a directory")) {
            try AtomicFile.write([1], to: path)
        }
        let missing = directory.path("missing/below.csv")
        let error = try #require(throws: ReportingError.self) {
            try AtomicFile.write([1], to: missing)
        }
        #expect(error.description.hasPrefix("cannot write \(missing): No such file or directory;"))
        #expect(try names(in: directory.path) == ["file"])
    }

    #if os(Linux)
    @Test func aFullDiskIsAnError() throws {
        let error = try #require(throws: ReportingError.self) {
            try AtomicFile.write([1], to: "/dev/full")
        }
        #expect(error == .unwritableFile(path: "/dev/full", reason: "No space left on device"))
        #expect(error.description.contains("free some space"))
    }
    #endif

    @Test func devicesAreWrittenToDirectly() throws {
        try AtomicFile.write([1, 2, 3], to: "/dev/null")
        var information = stat()
        #expect(stat("/dev/null", &information) == 0)
        #expect(information.st_mode & S_IFMT == S_IFCHR)
    }
}

@Suite struct OutputDirectoryTests {
    private static func files(_ text: String) -> [(name: String, bytes: [UInt8])] {
        ["a.csv", "b.yaml", "c.txt"].map { ($0, Array("\(text) \($0)".utf8)) }
    }

    @Test func makesItselfWithItsParents() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("one/two/three")
        let output = try OutputDirectory(path: path)
        #expect(try names(in: path) == [])
        try output.write(Self.files("first"))
        #expect(try names(in: path) == ["a.csv", "b.yaml", "c.txt"])
        #expect(try contents(of: output.path(of: "b.yaml")) == "first b.yaml")
    }

    @Test func pathsHaveOneSlash() throws {
        let directory = try TemporaryDirectory()
        #expect(
            try OutputDirectory(path: directory.path + "/").path(of: "a")
                == directory.path + "/a"
        )
        #expect(try OutputDirectory(path: directory.path).path(of: "a") == directory.path + "/a")
    }

    @Test func existingFilesAreReplacedAndOthersLetBe() throws {
        let directory = try TemporaryDirectory()
        try directory.write("mine", to: "notes.txt")
        let output = try OutputDirectory(path: directory.path)
        try output.write(Self.files("first"))
        try output.write(Self.files("second"))
        #expect(try names(in: directory.path) == ["a.csv", "b.yaml", "c.txt", "notes.txt"])
        #expect(try contents(of: directory.path("c.txt")) == "second c.txt")
        #expect(try contents(of: directory.path("notes.txt")) == "mine")
    }

    /// Whichever file cannot get its name, none of the others appears or changes.
    @Test(arguments: 0..<3)
    func aDirectoryAtOneNameKeepsAllOut(_ taken: Int) throws {
        let directory = try TemporaryDirectory()
        let files = Self.files("new")
        let path = directory.path(files[taken].name)
        try directory.write("x", to: files[taken].name + "/inside")
        let other = files[(taken + 1) % 3].name
        try directory.write("old", to: other)
        let output = try OutputDirectory(path: directory.path)
        #expect(throws: ReportingError.unwritableFile(path: path, reason: "Is a directory")) {
            try output.write(files)
        }
        #expect(try names(in: directory.path) == [files[taken].name, other].sorted())
        #expect(try contents(of: directory.path(other)) == "old")
    }

    /// The second file cannot even be staged: its folder is missing.
    @Test(arguments: 0..<3)
    func aFileThatCannotBeStagedKeepsAllOut(_ failing: Int) throws {
        let directory = try TemporaryDirectory()
        let output = try OutputDirectory(path: directory.path)
        var files = Self.files("new")
        files[failing].name = "missing/x"
        let error = try #require(throws: ReportingError.self) { try output.write(files) }
        #expect(
            error
                == .unwritableFile(
                    path: directory.path("missing/x"),
                    reason: "No such file or directory"
                )
        )
        #expect(try names(in: directory.path) == [])
    }

    @Test func aFileAtThePathIsAnError() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("x", to: "file")
        for path in [file, file + "/", file + "/below", file + "/below/deeper"] {
            let error = try #require(throws: ReportingError.self) {
                try OutputDirectory(path: path)
            }
            #expect(
                error
                    == .unusableDirectory(path: path, reason: "\(file) is not a directory")
            )
            #expect(error.description.contains("choose another with --output"))
        }
        #expect(try names(in: directory.path) == ["file"])
        #expect(try contents(of: file) == "x")
    }

    @Test func noPathIsAnError() throws {
        let error = try #require(throws: ReportingError.self) { try OutputDirectory(path: "") }
        #expect(error == .unusableDirectory(path: "", reason: "the path is empty"))
    }

    #if os(Linux)
    @Test func aDirectoryThatTakesNoFilesIsFoundOutAtOnce() throws {
        let error = try #require(throws: ReportingError.self) {
            try OutputDirectory(path: "/proc/self")
        }
        guard case .unusableDirectory("/proc/self", _) = error else {
            Issue.record("\(error)")
            return
        }
    }
    #endif
}
