import Foundation
import Optimization
import TestSupport
import Testing

@testable import Studies

@Suite struct StudyFileTests {
    static func specification(seed: Int = 0, engine: String = "1") -> StudySpecification {
        StudySpecification(
            command: "optimize",
            arguments: ["--seed", "\(seed)"],
            directory: "/",
            parts: [.init("engine", engine), .init("seed", "\(seed)")]
        )
    }

    static func session(
        _ path: String,
        _ specification: StudySpecification = specification(),
        name: String? = nil,
        start: StudySession.Start = .standard
    ) throws -> StudySession {
        try StudySession(
            specification,
            at: StudyAddress(path: path, name: name),
            start: start,
            total: 50,
            workers: 2,
            storageFailed: { Issue.record("the storage failed") }
        )
    }

    static func entries() -> [StudyEntry] {
        (0..<20).map { RandomEntries.block($0) } + (0..<3).map { RandomEntries.range($0) }
            + [RandomEntries.trials(), RandomEntries.prefix()]
    }

    @Test func givesBackEveryBit() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.sqlite")
        let entries = Self.entries()
        do {
            let session = try Self.session(path)
            #expect(session.finished().isEmpty)
            for entry in entries { session.keep(entry) }
            try session.end(.stopped)
        }
        let session = try Self.session(path, start: .resume)
        let back = session.finished()
        #expect(back.count == entries.count)
        for entry in entries { #expect(back.contains(entry)) }
        #expect(session.study.finished == 20 * 3 + 3 * 7 + 4)
        // What is there already is not written twice.
        for entry in entries { session.keep(entry) }
        try session.end(.complete, digest: "abc")
        let study = try StudyFile(reading: path).study(named: nil)
        #expect(study.state == .complete)
        #expect(study.resultDigest == "abc")
        #expect(study.finished == 20 * 3 + 3 * 7 + 4)
        #expect(study.runs.map(\.outcome) == ["stopped", "complete"])
        #expect(study.specification == Self.specification())
        #expect(try StudyFile(reading: path).entries(of: study).count == entries.count)
    }

    @Test func keepsItems() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.sqlite")
        do {
            let session = try Self.session(path)
            session.keep("a|1", "[1.5]")
            session.keep("b", "[]")
            try session.end(.stopped)
        }
        #expect(try Self.session(path).items() == ["a|1": "[1.5]", "b": "[]"])
    }

    @Test func aDifferentStudyMakesWayOrIsRefused() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.sqlite")
        let block = RandomEntries.block(1)
        do {
            let session = try Self.session(path)
            session.keep(block)
            try session.end(.stopped)
        }
        #expect {
            _ = try Self.session(path, Self.specification(seed: 7), start: .resume)
        } throws: { error in
            "\(error)".contains("seed: 0, now 7") && "\(error)".contains("--anew")
        }
        // An unfinished study is not lost, whatever takes its name.
        do {
            let session = try Self.session(path, Self.specification(seed: 7))
            #expect(session.renamed == "study-1")
            #expect(session.finished().isEmpty)
            try session.end(.complete, digest: "")
        }
        let kept = try StudyFile(reading: path).study(named: "study-1")
        #expect(try StudyFile(reading: path).entries(of: kept) == [block])
        // A finished one makes way, and so does any where that is asked for.
        do {
            let session = try Self.session(path, Self.specification(seed: 8))
            #expect(session.renamed == nil)
            session.keep(block)
            try session.end(.stopped)
        }
        let anew = try Self.session(path, Self.specification(seed: 8), start: .anew)
        #expect(anew.finished().isEmpty)
        let names = try StudyFile(reading: path).studies().map(\.name)
        #expect(names == ["study-1", "study"])
    }

    @Test func oneProcessAtATimeRunsAStudy() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.sqlite")
        let first = try Self.session(path)
        #expect {
            _ = try Self.session(path)
        } throws: { error in
            error as? StudiesError
                == .inUse(
                    name: "study",
                    path: path,
                    process: ProcessInfo.processInfo.processIdentifier
                )
        }
        // Another study of the same file is free, and anybody may look.
        let other = try Self.session(path, name: "other")
        let file = try StudyFile(reading: path)
        let study = try file.study(named: "study")
        #expect(file.runningProcess(of: study) == ProcessInfo.processInfo.processIdentifier)
        try other.end(.stopped)
        try first.end(.stopped)
    }

    @Test func aStudyIsFreeAfterItsRun() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.sqlite")
        for _ in 0..<3 { try Self.session(path).end(.stopped) }
        let file = try StudyFile(reading: path)
        #expect(try file.runningProcess(of: file.study(named: nil)) == nil)
        #expect(!FileManager.default.fileExists(atPath: "\(path)-study.lock"))
    }

    @Test func saysWhatIsWrongWithAFile() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: StudiesError.noFile(path: directory.path("none"))) {
            try StudyFile(reading: directory.path("none"))
        }
        let text = try directory.write(String(repeating: "no database ", count: 100), to: "text")
        #expect {
            _ = try StudyFile(reading: text)
        } throws: {
            "\($0)".contains("not a file of studies")
        }
        #expect {
            _ = try StudyFile(path: directory.path("no/such/folder/a.sqlite"))
        } throws: {
            "\($0)".contains("no/such/folder/a.sqlite: ")
        }
    }

    @Test func deletesAndVacuums() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.sqlite")
        do {
            let session = try Self.session(path)
            for number in 0..<500 { session.keep(RandomEntries.block(number)) }
            try session.end(.stopped)
        }
        let file = try StudyFile(path: path)
        try file.delete(file.study(named: nil))
        #expect(try file.studies().isEmpty)
        try file.vacuum()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        #expect(size < 100_000)
    }

    @Test(arguments: [
        ("a.sqlite", "a.sqlite", nil as String?), ("b#x", "b", "x"),
        ("dir/c#1.2_-", "dir/c", "1.2_-"),
    ])
    func parsesAddresses(text: String, path: String, name: String?) throws {
        let address = try StudyAddress(parsing: text)
        #expect(address == StudyAddress(path: path, name: name))
        #expect(address.description == text)
    }

    @Test(arguments: ["a#", "a#b c", "#b", "a#b'"])
    func refusesNames(text: String) {
        #expect(throws: StudiesError.self) { try StudyAddress(parsing: text) }
    }
}
