/// Bytes in the FlatBuffers format, every place of which is checked before it is looked at.
///
/// A table points to a list of where its fields lie; a field that is not listed has its default. Offsets to
/// tables, texts and vectors are relative to where they stand. Source: the FlatBuffers documentation,
/// "FlatBuffer Internals".
struct FlatBytes {
    private let bytes: UnsafeRawBufferPointer

    var count: Int { bytes.count }

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// A number at a place.
    func load<Value: FixedWidthInteger>(
        _ type: Value.Type,
        at place: Int
    ) throws(ArrowProblem) -> Value {
        let size = MemoryLayout<Value>.size
        guard place >= 0, place <= bytes.count - size else {
            throw ArrowProblem("its description points beyond its end")
        }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: type))
    }

    /// The table that all others hang on.
    func root() throws(ArrowProblem) -> FlatTable { try table(pointedToAt: 0) }

    /// The table that an offset leads to.
    func table(pointedToAt place: Int) throws(ArrowProblem) -> FlatTable {
        try FlatTable(self, at: place + Int(load(UInt32.self, at: place)))
    }

    /// A vector whose elements take some bytes each: where they begin, and how many there are.
    func vector(
        pointedToAt place: Int,
        elementSize: Int
    ) throws(ArrowProblem) -> (start: Int, count: Int) {
        let start = place + Int(try load(UInt32.self, at: place))
        let count = Int(try load(UInt32.self, at: start))
        guard count <= (bytes.count - start - 4) / elementSize else {
            throw ArrowProblem("a list of its description is longer than the description")
        }
        return (start + 4, count)
    }

    /// A text.
    func text(pointedToAt place: Int) throws(ArrowProblem) -> String {
        let (start, count) = try vector(pointedToAt: place, elementSize: 1)
        let text = String(validating: bytes[start..<start + count], as: UTF8.self)
        guard let text else { throw ArrowProblem("a name is not UTF-8") }
        return text
    }
}

/// A table in ``FlatBytes``.
struct FlatTable {
    private let bytes: FlatBytes
    private let place: Int
    /// Where the places of the fields are listed, and how many are.
    private let list: Int
    private let fieldCount: Int

    fileprivate init(_ bytes: FlatBytes, at place: Int) throws(ArrowProblem) {
        self.bytes = bytes
        self.place = place
        list = place - Int(try bytes.load(Int32.self, at: place))
        fieldCount = (Int(try bytes.load(UInt16.self, at: list)) - 4) / 2
    }

    /// The bytes of all that the table may point to.
    var size: Int { bytes.count }

    /// Where a field lies; nil if it has its default.
    private func place(of field: Int) throws(ArrowProblem) -> Int? {
        guard field < fieldCount else { return nil }
        let offset = Int(try bytes.load(UInt16.self, at: list + 4 + 2 * field))
        return offset == 0 ? nil : place + offset
    }

    /// A number.
    func number<Value: FixedWidthInteger>(
        _ field: Int,
        default value: Value
    ) throws(ArrowProblem) -> Value {
        guard let place = try place(of: field) else { return value }
        return try bytes.load(Value.self, at: place)
    }

    /// A truth.
    func flag(_ field: Int) throws(ArrowProblem) -> Bool {
        try number(field, default: UInt8(0)) != 0
    }

    /// A table; nil if there is none.
    func table(_ field: Int) throws(ArrowProblem) -> FlatTable? {
        guard let place = try place(of: field) else { return nil }
        return try bytes.table(pointedToAt: place)
    }

    /// A text; nil if there is none.
    func text(_ field: Int) throws(ArrowProblem) -> String? {
        guard let place = try place(of: field) else { return nil }
        return try bytes.text(pointedToAt: place)
    }

    /// Tables, one after another.
    func tables(_ field: Int) throws(ArrowProblem) -> [FlatTable] {
        guard let place = try place(of: field) else { return [] }
        let (start, count) = try bytes.vector(pointedToAt: place, elementSize: 4)
        var tables: [FlatTable] = []
        tables.reserveCapacity(count)
        for element in 0..<count {
            tables.append(try bytes.table(pointedToAt: start + 4 * element))
        }
        return tables
    }

    /// Records of some words of 64 bits, all words in a row.
    func words(_ field: Int, wordsEach: Int) throws(ArrowProblem) -> [Int64] {
        guard let place = try place(of: field) else { return [] }
        let (start, count) = try bytes.vector(pointedToAt: place, elementSize: 8 * wordsEach)
        var words: [Int64] = []
        words.reserveCapacity(count * wordsEach)
        for word in 0..<count * wordsEach {
            words.append(try bytes.load(Int64.self, at: start + 8 * word))
        }
        return words
    }
}
