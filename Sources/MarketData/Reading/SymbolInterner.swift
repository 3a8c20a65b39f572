#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Numbers symbols in the order in which they first occur, without making a string of each field.
struct SymbolInterner {
    /// The symbols by number.
    private(set) var names: [String] = []
    /// The UTF-8 of all names, one behind the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    /// Open addressing: numbers by hash, -1 where free; a power of two in size.
    private var slots: [Int32] = Array(repeating: -1, count: 64)
    /// The number found last; files repeat it or go on to the next one.
    private var last: Int32 = 0

    /// Numbers some names from 0 on.
    init(_ names: [String]) {
        for name in names {
            var name = name
            _ = name.withUTF8 { number(of: $0) }
        }
    }

    /// The number of a field, its doubled quotes undone.
    mutating func number(ofField field: Field) -> Int32 {
        guard field.hasDoubledQuotes else { return number(of: field.bytes) }
        var text = field.text
        return text.withUTF8 { number(of: $0) }
    }

    /// The number of a name, which is a new one if the name has not occurred before.
    mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int32 {
        let count = Int32(names.count)
        if last < count, isName(last, name) { return last }
        let next = last + 1 < count ? last + 1 : 0
        if next < count, isName(next, name) {
            last = next
            return next
        }
        var slot = Self.hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            if isName(slots[slot], name) {
                last = slots[slot]
                return last
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = count
        names.append(String(decoding: name, as: UTF8.self))
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        if names.count * 2 > slots.count { grow() }
        last = count
        return count
    }

    @inline(__always)
    private func isName(_ number: Int32, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let (start, end) = (ends[Int(number)], ends[Int(number) + 1])
        guard end - start == name.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            memcmp(bytes.baseAddress! + start, name.baseAddress!, name.count) == 0
        }
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        bytes.withUnsafeBufferPointer { bytes in
            for number in names.indices {
                let name = UnsafeBufferPointer(rebasing: bytes[ends[number]..<ends[number + 1]])
                var slot = Self.hash(name) & (slots.count - 1)
                while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
                slots[slot] = Int32(number)
            }
        }
    }

    /// FNV-1a.
    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
