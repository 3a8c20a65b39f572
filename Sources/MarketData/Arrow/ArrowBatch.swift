/// Rows of an Arrow file.
struct ArrowBatch {
    let rowCount: Int
    private let body: UnsafeRawBufferPointer
    /// A length and a number of missing values for each column and what is below it.
    private let nodes: [Int64]
    /// An offset and a length each.
    private let buffers: [Int64]
    private let compression: ArrowCompression
    private let variadicCounts: [Int64]
    /// What reading the file has come to.
    let memory: ArrowMemory

    init(_ part: ArrowMessages.Part, _ memory: ArrowMemory) throws(ArrowProblem) {
        self.memory = memory
        let table = part.table
        body = part.body
        let length = try table.number(0, default: Int64(0))
        guard length >= 0, length <= Int64(Int32.max) * 64 else {
            throw ArrowProblem("a batch claims \(length) rows")
        }
        rowCount = Int(length)
        nodes = try table.words(1, wordsEach: 2)
        buffers = try table.words(2, wordsEach: 2)
        variadicCounts = try table.words(4, wordsEach: 1)
        guard let codec = try table.table(3) else {
            compression = .none
            return
        }
        switch try codec.number(0, default: Int8(0)) {
        case 0: compression = .lz4
        case 1: compression = .zstd
        case let other: throw ArrowProblem("it is compressed in an unknown way (\(other))")
        }
    }

    /// Where the values of a column lie.
    struct Place {
        fileprivate let node: Int
        fileprivate let buffer: Int
        /// The buffers besides the usual ones.
        fileprivate let variadics: Int
    }

    /// Where the values of each column lie.
    func places(of fields: [ArrowField]) throws(ArrowProblem) -> [Place] {
        var places: [Place] = []
        var (node, buffer, variadic) = (0, 0, 0)
        for field in fields {
            var own = 0
            if field.hasVariadicBuffers {
                guard field.nodeCount == 1 else {
                    throw ArrowProblem("it has lists of texts in a form that is not read")
                }
                guard variadic < variadicCounts.count,
                    let count = Int(exactly: variadicCounts[variadic]), count >= 0,
                    count <= buffers.count
                else { throw ArrowProblem("a batch does not say how many buffers it has") }
                own = count
                variadic += 1
            }
            places.append(Place(node: node, buffer: buffer, variadics: own))
            node += field.nodeCount
            buffer += field.bufferCount + own
        }
        guard 2 * node <= nodes.count, 2 * buffer <= buffers.count else {
            throw ArrowProblem("a batch has fewer columns than the file")
        }
        return places
    }

    /// The rows of a column that have a value; nil if all have.
    func validity(_ place: Place) throws(ArrowProblem) -> ArrowBuffer? {
        guard nodes[2 * place.node] == Int64(rowCount) else {
            throw ArrowProblem("a column has another number of rows than its batch")
        }
        if nodes[2 * place.node + 1] == 0 { return nil }
        return try buffer(place, 0, atLeast: (rowCount + 7) / 8)
    }

    /// A buffer of a column: 0 says which rows have values, the others are as the column's type has them.
    ///
    /// - Parameter size: The bytes that are needed.
    func buffer(
        _ place: Place,
        _ number: Int,
        atLeast size: Int
    ) throws(ArrowProblem) -> ArrowBuffer {
        let buffer = try buffer(place.buffer + number)
        guard buffer.count >= size else { throw ArrowProblem("a column is shorter than its batch") }
        return buffer
    }

    /// Makes sure that a buffer has at least some bytes, without decompressing it.
    func check(_ place: Place, _ number: Int, atLeast size: Int) throws(ArrowProblem) {
        guard try content(place.buffer + number).count >= size else {
            throw ArrowProblem("a column is shorter than its batch")
        }
    }

    /// The buffers of a column of texts besides the usual ones.
    func variadicBuffers(_ place: Place) throws(ArrowProblem) -> [ArrowBuffer] {
        var found: [ArrowBuffer] = []
        for number in 0..<place.variadics { found.append(try buffer(place.buffer + 2 + number)) }
        return found
    }

    /// The bytes of a buffer, all of them.
    private func buffer(_ number: Int) throws(ArrowProblem) -> ArrowBuffer {
        let content = try content(number)
        try memory.takeMapped(content.bytes.count)
        guard content.isCompressed else { return ArrowBuffer(mapped: content.bytes) }
        try memory.takeDecoded(content.count)
        return ArrowBuffer(
            owned: try compression.decompressed(content.bytes, count: content.count)
        )
    }

    /// Where a buffer lies, and what it comes to; no more than its bytes can.
    private func content(
        _ number: Int
    ) throws(ArrowProblem) -> (bytes: UnsafeRawBufferPointer, isCompressed: Bool, count: Int) {
        let (offset, length) = (buffers[2 * number], buffers[2 * number + 1])
        guard offset >= 0, length >= 0, offset <= body.count, length <= Int64(body.count) - offset
        else { throw ArrowProblem("a column lies beyond the end of its batch") }
        let bytes = UnsafeRawBufferPointer(rebasing: body[Int(offset)..<Int(offset + length)])
        if compression == .none || bytes.isEmpty { return (bytes, false, bytes.count) }
        guard bytes.count >= 8 else { throw ArrowProblem("a compressed buffer is damaged") }
        let claimed = Int64(littleEndian: bytes.loadUnaligned(as: Int64.self))
        let rest = UnsafeRawBufferPointer(rebasing: bytes[8...])
        // What did not become smaller is as it was.
        if claimed == -1 { return (rest, false, rest.count) }
        guard let count = Int(exactly: claimed), count >= 0 else {
            throw ArrowProblem("a compressed buffer is damaged")
        }
        guard compression.canHold(count, in: rest.count) else {
            throw ArrowProblem("a compressed buffer claims more than it can hold")
        }
        return (rest, true, count)
    }
}

/// Bytes of a column: in the file, or decompressed.
struct ArrowBuffer {
    private let owned: [UInt8]
    private let mapped: UnsafeRawBufferPointer?

    init(mapped: UnsafeRawBufferPointer) {
        owned = []
        self.mapped = mapped
    }

    init(owned: [UInt8]) {
        self.owned = owned
        mapped = nil
    }

    var count: Int { mapped?.count ?? owned.count }

    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if let mapped { return try body(mapped) }
        return try owned.withUnsafeBufferPointer { (bytes) throws(Failure) in
            try body(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Whether a bit is set, counted from the lowest of the first byte.
    func bit(_ place: Int) -> Bool {
        let byte = mapped?[place / 8] ?? owned[place / 8]
        return byte >> UInt8(place % 8) & 1 == 1
    }
}
