/// Takes values off bytes that a ``ByteWriter`` made; never beyond their end.
package struct ByteReader: Sendable {
    /// What is wrong with the bytes, as the end of a sentence about their file: "it ends in the name".
    package struct Problem: Error, Equatable {
        package let reason: String

        package init(_ reason: String) { self.reason = reason }
    }

    private let all: [UInt8]
    private var place: Int
    private var end: Int

    package init(_ bytes: [UInt8]) {
        all = bytes
        place = 0
        end = bytes.count
    }

    /// The number of bytes that are left.
    package var remaining: Int { end - place }

    /// Leaves out bytes; the caller knows that there are as many.
    package mutating func skip(_ count: Int) {
        precondition(count <= remaining)
        place += count
    }

    /// Takes the last eight bytes off, which must be the checksum of all before them.
    package mutating func takeChecksum() throws(Problem) {
        guard remaining >= 8 else { throw Problem("it ends in the checksum") }
        end -= 8
        var stored = self
        stored.place = end
        stored.end = end + 8
        let found = CRC64.checksum(all[..<end])
        guard try stored.integer(UInt64.self, "checksum") == found else {
            throw Problem("its bytes do not give its checksum: it was altered or damaged")
        }
    }

    package mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type,
        _ what: String
    ) throws(Problem) -> Value {
        let size = Value.bitWidth / 8
        guard remaining >= size else { throw Problem("it ends in the \(what)") }
        defer { place += size }
        return all.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Value.self))
        }
    }

    package mutating func double(_ what: String) throws(Problem) -> Double {
        Double(bitPattern: try integer(UInt64.self, what))
    }

    package mutating func flag(_ what: String) throws(Problem) -> Bool {
        let byte = try integer(UInt8.self, what)
        guard byte <= 1 else { throw Problem("the \(what) is \(byte), neither 0 nor 1") }
        return byte == 1
    }

    /// A count or a place, from 0.
    package mutating func place(_ what: String) throws(Problem) -> Int {
        guard let place = Int(exactly: try integer(UInt64.self, what)) else {
            throw Problem("the \(what) is too large")
        }
        return place
    }

    package mutating func range(_ what: String) throws(Problem) -> Range<Int> {
        let first = try place(what)
        let end = try place(what)
        guard first <= end else { throw Problem("the \(what) end before they begin") }
        return first..<end
    }

    /// A count of things that take at least so many bytes each: never more than there is room for.
    package mutating func count(_ what: String, bytesEach: Int) throws(Problem) -> Int {
        let count = try integer(UInt64.self, "number of \(what)")
        // Compared before it is multiplied: a wrong number must not overflow.
        guard count <= remaining / max(bytesEach, 1) else {
            throw Problem("it ends in the \(what)")
        }
        return Int(count)
    }

    package mutating func text(_ what: String) throws(Problem) -> String {
        let count = Int(try integer(UInt32.self, what))
        guard remaining >= count else { throw Problem("it ends in the \(what)") }
        defer { place += count }
        guard let text = String(validating: all[place..<(place + count)], as: UTF8.self) else {
            throw Problem("the \(what) is not UTF-8")
        }
        return text
    }

    /// Words side by side.
    package mutating func words<Word: FixedWidthInteger, Value>(
        _ type: Word.Type,
        count: Int,
        _ what: String,
        _ value: (Word) -> Value
    ) throws(Problem) -> [Value] {
        let size = Word.bitWidth / 8
        guard count <= remaining / size else { throw Problem("it ends in the \(what)") }
        let first = place
        place += count * size
        return all.withUnsafeBytes { bytes in
            (0..<count).map { element in
                let word = bytes.loadUnaligned(fromByteOffset: first + element * size, as: type)
                return value(Word(littleEndian: word))
            }
        }
    }

    package mutating func doubles(_ count: Int, _ what: String) throws(Problem) -> [Double] {
        try words(UInt64.self, count: count, what) { Double(bitPattern: $0) }
    }

    package mutating func raw(_ count: Int, _ what: String) throws(Problem) -> [UInt8] {
        guard count <= remaining else { throw Problem("it ends in the \(what)") }
        defer { place += count }
        return Array(all[place..<place + count])
    }
}
