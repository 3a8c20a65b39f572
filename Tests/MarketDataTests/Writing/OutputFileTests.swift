import Foundation
import TestSupport
import Testing

@testable import MarketData

@Suite struct OutputFileTests {
    private static func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test func filesAreReplacedAndFoldersMade() throws {
        let directory = try TemporaryDirectory()
        let old = try directory.write("old", to: "a")
        let deep = directory.path + "/x/y/b"
        try OutputFile.write([.init(path: old, bytes: [1, 2]), .init(path: deep, bytes: [])])
        #expect(try Data(contentsOf: URL(fileURLWithPath: old)) == Data([1, 2]))
        #expect(try Data(contentsOf: URL(fileURLWithPath: deep)).isEmpty)
        #expect(try Self.names(directory.path) == ["a", "x"])
        #expect(try Self.names(directory.path + "/x/y") == ["b"])
    }

    /// One that cannot be written leaves the others as they were, and nothing besides.
    @Test func allOrNone() throws {
        let directory = try TemporaryDirectory()
        let old = try directory.write("old", to: "a")
        let file = try directory.write("file", to: "file")
        for bad in [directory.path, file + "/b"] {
            let error = #expect(throws: MarketDataError.self) {
                try OutputFile.write([.init(path: old, bytes: [1]), .init(path: bad, bytes: [1])])
            }
            #expect(try #require(error).category == .unwritable)
            #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
            #expect(try Self.names(directory.path) == ["a", "file"])
        }
    }
}
