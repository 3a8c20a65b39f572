/// Puts values into bytes: little-endian, one after another, on every machine the same.
package struct ByteWriter: Sendable {
    /// What has been written.
    package private(set) var bytes: [UInt8]

    package init(reserving count: Int = 0) {
        bytes = []
        bytes.reserveCapacity(count)
    }

    package mutating func write(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ value: Double) { write(value.bitPattern) }

    package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// A text: its length in bytes, then its UTF-8.
    package mutating func write(_ text: String) {
        write(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Numbers side by side, without their count.
    package mutating func write(_ values: [Double]) {
        for value in values { write(value) }
    }

    package mutating func write(raw more: [UInt8]) { bytes.append(contentsOf: more) }
}
