import TestSupport
import Testing

@testable import MarketData

/// Times that no bar has, and files that would come to more than they hold.
@Suite struct ArrowLimitTests {
    private static func message(_ bytes: [UInt8]) -> String {
        do {
            let block = try bytes.withUnsafeBytes { bytes in
                try ArrowFile.read(bytes, path: "x.arrow", symbol: nil, rule: .price)
            }
            return "\(block.timestamps)"
        } catch {
            return "\(error)"
        }
    }

    @Test func timesAreNotRounded() {
        // As doubles they would be a second, and a day, later.
        #expect(Self.message(ArrowGoldenFiles.pyarrowExactTimes) == "[1609459199, 1609545599]")
    }

    @Test(
        arguments: [
            (ArrowGoldenFiles.pyarrowLateSeconds, "x.arrow:1: \"-9223372036854775807\""),
            (ArrowGoldenFiles.pyarrowLateDates, "x.arrow:1: \"-2147483648\""),
            (ArrowGoldenFiles.pyarrowLateNumbers, "x.arrow:2: \"18446744073709551615\""),
        ]
    )
    func timesBeyondAllYears(bytes: [UInt8], place: String) {
        #expect(Self.message(bytes).hasPrefix("\(place) is not a timestamp"))
    }

    @Test func zerosDoNotFillTheMemory() {
        #expect(
            Self.message(ArrowGoldenFiles.pyarrowZeros)
                == "x.arrow: cannot be read as Arrow data: its columns come to more than 64 times its size; "
                + "write it uncompressed; make or fetch the file again"
        )
    }

    @Test func columnsBesidePricesArePassedOver() {
        #expect(Self.message(ArrowGoldenFiles.pyarrowNested) == "[1609459200, 1609545600]")
    }

    /// Every column claims all bytes of its batch for itself.
    @Test func columnsThatLieOnOneAnother() throws {
        let (bars, width) = (400, 20)
        let table = try PriceTable(
            symbols: (0..<width).map { "S\($0)" },
            timestamps: (0..<Int64(bars)).map { $0 * 86_400 },
            closes: (1...bars * width).map { Double($0) }
        )
        var bytes = try table.arrowBytes(path: "x")
        #expect(Self.message(bytes) == "\(table.timestamps)")
        func words(_ offset: Int, _ length: Int) -> [UInt8] {
            withUnsafeBytes(of: (Int64(offset).littleEndian, Int64(length).littleEndian)) {
                Array($0)
            }
        }
        let size = 8 * bars
        for column in 1...width {
            let place = words(column * size, size)
            let start = try #require(
                (0..<bytes.count - 16).last { bytes[$0..<$0 + 16].elementsEqual(place) }
            )
            bytes.replaceSubrange(start..<start + 16, with: words(0, (width + 1) * size))
        }
        #expect(Self.message(bytes).contains("its columns lie on one another"))
    }
}
