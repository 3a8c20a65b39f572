import Foundation
import MarketData
import TestSupport
import Testing

@testable import Forecasting

@Suite struct ModelFileTests {
    private let folder: TemporaryDirectory
    private let toy = ModelRecord(
        name: "toy",
        settings: ["b": "é", "a": "1"],
        arrays: ["f": .float([0.25]), "d": .double([1.5, -0.0])]
    )

    init() throws { folder = try TemporaryDirectory() }

    private func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// What the file of some bytes is refused with.
    private func refusal(_ bytes: [UInt8]) throws -> ForecastingError {
        let path = try folder.write(bytes, to: "refused")
        do throws(ForecastingError) {
            _ = try ModelFile.read(path)
        } catch {
            #expect("\(error)".contains(path))
            return error
        }
        Issue.record("\(bytes) was read")
        return .cancelled
    }

    /// The bytes with the size and checksum that they should have.
    private func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var body = Array(bytes.dropLast(8))
        let size = UInt64(bytes.count)
        for place in 0..<8 { body[12 + place] = UInt8(truncatingIfNeeded: size >> (8 * place)) }
        let checksum = CRC64.checksum(body)
        return body + (0..<8).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
    }

    /// Put together by Python's struct module and a checksum computed bit by bit.
    @Test func bytesAreThoseOfTheFormat() throws {
        let expected =
            "89415055530d0a1a01000000700000000000000003000000746f790200000001"
            + "000000610100000031010000006202000000c3a9020000000100000064020200"
            + "000000000000000000000000f83f000000000000008001000000660101000000"
            + "000000000000803eac274c66d183ef75"
        let path = folder.path("toy")
        try ModelFile.write(toy, to: path)
        let found = try bytes(path).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        #expect(found.joined() == expected)
        #expect(try ModelFile.read(path).record == toy)
        #expect(try ModelFile.read(path).path == path)
    }

    @Test func checksumIsThatOfTheStandard() {
        #expect(CRC64.checksum(Array("123456789".utf8)) == 0x995D_C9BB_DF19_39FA)
        #expect(CRC64.checksum([]) == 0)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func recordsComeBack(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func text() -> String {
            String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 1...0x2_FFFF, using: &random))
                    }
                )
            )
        }
        var record = ModelRecord(name: text())
        for _ in 0..<Int.random(in: 0...5, using: &random) { record.settings[text()] = text() }
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            let count = Int.random(in: 0...40, using: &random)
            record.arrays[text()] =
                Bool.random(using: &random)
                ? .float((0..<count).map { _ in Float.random(in: -9...9, using: &random) })
                : .double((0..<count).map { _ in Double.random(in: -9...9, using: &random) })
        }
        let path = folder.path("record")
        try ModelFile.write(record, to: path)
        #expect(try ModelFile.read(path).record == record)
        var copy = ModelRecord(name: record.name)
        for name in record.settings.keys.sorted().reversed() {
            copy.settings[name] = record.settings[name]
        }
        for name in record.arrays.keys.sorted().reversed() {
            copy.arrays[name] = record.arrays[name]
        }
        #expect(ModelFile.bytes(of: copy) == ModelFile.bytes(of: record))
    }

    @Test func numbersKeepTheirBits() throws {
        let odd = [Double(nan: 0x123, signaling: false), -.infinity, -0.0, .leastNonzeroMagnitude]
        let path = folder.path("odd")
        try ModelFile.write(ModelRecord(name: "odd", arrays: ["x": .double(odd)]), to: path)
        guard case .double(let found)? = try ModelFile.read(path).record.arrays["x"] else {
            Issue.record("no doubles")
            return
        }
        #expect(found.map(\.bitPattern) == odd.map(\.bitPattern))
    }

    @Test func everyTruncationIsRefused() throws {
        let whole = ModelFile.bytes(of: toy)
        for count in whole.indices {
            guard case .corruptFile = try refusal(Array(whole[..<count])) else {
                Issue.record("\(count) bytes")
                continue
            }
        }
    }

    @Test func everyFlipIsRefused() throws {
        let whole = ModelFile.bytes(of: toy)
        for place in whole.indices {
            for bit in 0..<8 {
                var changed = whole
                changed[place] ^= 1 << bit
                // A change of the version is that of a file of another version.
                let isVersion = 8..<12 ~= place
                switch try refusal(changed) {
                case .corruptFile: #expect(!isVersion)
                case .unknownFormat: #expect(isVersion)
                default: Issue.record("byte \(place)")
                }
            }
        }
    }

    @Test func longerForeignAndNewerFilesAreRefused() throws {
        let whole = ModelFile.bytes(of: toy)
        let path = folder.path("refused")
        #expect(
            try refusal(whole + [0])
                == .corruptFile(path: path, reason: "it has 113 bytes instead of 112")
        )
        #expect(
            try refusal(Array(whole.dropLast()))
                == .corruptFile(path: path, reason: "it ends after 111 of 112 bytes")
        )
        #expect(try refusal([]) == .corruptFile(path: path, reason: "it is empty"))
        #expect(
            try refusal(Array("time,a,b\n1,2,3\n4,5,6\n7,8,9\n".utf8))
                == .corruptFile(path: path, reason: "it does not begin like one")
        )
        var newer = whole
        newer[8] = 2
        #expect(
            try refusal(sealed(newer))
                == .unknownFormat(
                    path: path,
                    found: "a model file of version 2",
                    supported: "version 1"
                )
        )
    }

    /// Files whose checksum is right, but that this format does not give.
    @Test func wrongContentsAreRefused() throws {
        let whole = ModelFile.bytes(of: toy)
        #expect(sealed(whole) == whole)
        // The name begins at 20, the settings at 27, the arrays at 52; the type of the first is at 61.
        let changes: [(place: Int, byte: UInt8, reason: String)] = [
            (20, 200, "it ends in the name of the model"),
            (24, 0xFF, "the name of the model is not UTF-8"),
            (27, 3, "setting"),
            (35, 0x62, "setting b does not come after b"),
            (52, 3, "it ends in the array's name"),
            (52, 1, "lie behind its last array"),
            (61, 7, "an array is of the unknown type 7"),
            (62, 200, "it ends in the elements of an array"),
            (69, 0xFF, "it ends in the elements of an array"),
        ]
        for change in changes {
            var changed = whole
            changed[change.place] = change.byte
            let error = try refusal(sealed(changed))
            guard case .corruptFile(_, let reason) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(reason.contains(change.reason), "\(change.place): \(reason)")
        }
    }

    @Test func whatCannotBeReadOrWrittenIsNamed() throws {
        let missing = folder.path("missing")
        let error = #expect(throws: ForecastingError.self) { try ModelFile.read(missing) }
        #expect(error == .inaccessibleFile(path: missing, reason: "No such file or directory"))
        #expect(
            throws: ForecastingError.inaccessibleFile(
                path: folder.path,
                reason: "Is a directory"
            )
        ) { try ModelFile.read(folder.path) }
        #expect(
            throws: ForecastingError.inaccessibleFile(
                path: folder.path,
                reason: "it is not a plain file"
            )
        ) { try ModelFile.write(toy, to: folder.path) }
        #expect(throws: ForecastingError.self) {
            try ModelFile.write(toy, to: folder.path("missing/toy"))
        }
    }

    @Test func replacesAFileAndLeavesNothingBehind() throws {
        let path = folder.path("toy")
        try ModelFile.write(ModelRecord(name: "old"), to: path)
        try ModelFile.write(toy, to: path)
        #expect(try ModelFile.read(path).record == toy)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["toy"])
    }
}
