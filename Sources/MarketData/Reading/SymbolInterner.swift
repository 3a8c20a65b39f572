#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Numbers symbols in the order in which they first occur, without making a string of each field.
///
/// Symbols are the same if they are as strings: an accent may be part of its letter or follow it. Each way of
/// writing one is a spelling; nearly every symbol has a single one.
struct SymbolInterner {
    /// The symbols by number, as they were first written.
    private(set) var names: [String] = []
    /// The UTF-8 of all spellings, one behind the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    /// The number of each spelling's symbol; empty while every symbol has one spelling.
    private var symbols: [Int32] = []
    /// The numbers of the names; nil while all are ASCII, which have one spelling only.
    private var numbers: [String: Int32]?
    /// Open addressing: spellings by hash, -1 where free; a power of two in size.
    private var slots: [Int32] = Array(repeating: -1, count: 64)
    /// The spelling found last; files repeat it or go on to the next one.
    private var last: Int32 = 0

    /// No symbols yet.
    init() {}

    /// Numbers a single symbol, with 0.
    init(_ name: String) {
        var name = name
        _ = name.withUTF8 { number(of: $0) }
    }

    /// The number of a field, its doubled quotes undone; nil if it is not UTF-8.
    mutating func number(ofField field: Field) -> Int32? {
        guard field.hasDoubledQuotes else { return number(of: field.bytes) }
        guard String(validating: field.bytes, as: UTF8.self) != nil else { return nil }
        var text = field.text
        return text.withUTF8 { number(of: $0) }
    }

    /// The number of a name, which is a new one if the name has not occurred before; nil if it is not UTF-8.
    @inline(__always)
    mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard let spelling = spelling(of: name) else { return nil }
        return symbols.isEmpty ? spelling : symbols[Int(spelling)]
    }

    private mutating func spelling(of name: UnsafeBufferPointer<UInt8>) -> Int32? {
        let count = Int32(ends.count - 1)
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
        guard let text = String(validating: name, as: UTF8.self) else { return nil }
        slots[slot] = count
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        add(text, spelling: count)
        if (ends.count - 1) * 2 > slots.count { grow() }
        last = count
        return count
    }

    /// Notes a new spelling of a symbol that may be known.
    private mutating func add(_ text: String, spelling: Int32) {
        if numbers == nil, !text.utf8.allSatisfy({ $0 < 128 }) {
            // Some letters besides ASCII's are the same as one of ASCII.
            numbers = [:]
            for (number, name) in names.enumerated() { numbers?[name] = Int32(number) }
        }
        let number = Int32(names.count)
        if let known = numbers?[text] {
            if symbols.isEmpty { symbols = Array(0..<spelling) }
            symbols.append(known)
            return
        }
        numbers?[text] = number
        if !symbols.isEmpty { symbols.append(number) }
        names.append(text)
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
            for spelling in 0..<ends.count - 1 {
                let range = ends[spelling]..<ends[spelling + 1]
                var slot = Self.hash(UnsafeBufferPointer(rebasing: bytes[range]))
                slot &= slots.count - 1
                while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
                slots[slot] = Int32(spelling)
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
