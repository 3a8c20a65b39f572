import TestSupport
import Testing

@testable import MarketData

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite struct FileChunksTests {
    /// The runs of lines of a file.
    private func chunks(_ bytes: [UInt8]) throws -> [[UInt8]] {
        let directory = try TemporaryDirectory()
        var reader = try FileChunks(path: try directory.write(bytes, to: "a"))
        #expect(reader.size == bytes.count)
        var chunks: [[UInt8]] = []
        while let lines = try reader.nextLines(at: 1) { chunks.append(Array(lines)) }
        #expect(reader.consumed == bytes.count)
        return chunks
    }

    @Test func linesAreWholeAndEndWithANewline() throws {
        #expect(try chunks([]).isEmpty)
        #expect(try chunks(Array("a\nb\n".utf8)) == [Array("a\nb\n".utf8)])
        #expect(try chunks(Array("a\nb".utf8)) == [Array("a\n".utf8), Array("b\n".utf8)])
        #expect(try chunks(Array("a".utf8)) == [Array("a\n".utf8)])
    }

    @Test func newlineMayBeTheFirstByteOfAChunk() throws {
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: FileChunks.chunkSize)
        let newline = UInt8(ascii: "\n")
        let expected = [line + [newline], [UInt8(ascii: "b"), newline]]
        #expect(try chunks(line + [newline, UInt8(ascii: "b")]) == expected)
    }

    @Test func bytesOfManyChunksAreThoseOfTheFile() throws {
        var random = SeededRandom(seed: 4)
        var bytes: [UInt8] = []
        while bytes.count < 5 * FileChunks.chunkSize {
            // Most lines are short; some are longer than a chunk.
            let isLong = Int.random(in: 0..<2000, using: &random) == 0
            let length =
                isLong ? 3 * FileChunks.chunkSize / 2 : Int.random(in: 0..<90, using: &random)
            bytes += Array(repeating: UInt8(ascii: "x"), count: length)
            bytes.append(UInt8(ascii: "\n"))
        }
        let chunks = try chunks(bytes)
        #expect(chunks.count > 3)
        #expect(chunks.allSatisfy { $0.last == UInt8(ascii: "\n") })
        #expect(Array(chunks.joined()) == bytes)
    }

    @Test func pipesHaveNoSizeAndCanBeRead() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let text = Array("date,A\n2021-01-01,1\n2021-01-02,2\n".utf8)
        #expect(write(ends[1], text, text.count) == text.count)
        close(ends[1])
        defer { close(ends[0]) }
        let table = try PriceTable(contentsOf: "/dev/fd/\(ends[0])")
        #expect(table.closes == [1, 2])
    }

    @Test func linesWithoutEndAreRefused() throws {
        let directory = try TemporaryDirectory()
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 2 * FileChunks.lineLimit)
        let path = try directory.write(bytes, to: "a.csv")
        let expected = MarketDataError.lineTooLong(
            FileLocation(path: path, line: 1),
            limit: FileChunks.lineLimit
        )
        #expect(throws: expected) { try PriceTable(contentsOf: path) }
        #expect(expected.description.contains("67,108,864 bytes; is this a CSV file?"))
    }
}
