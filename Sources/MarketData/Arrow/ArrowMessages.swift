/// The parts of an Arrow file or stream: its columns, dictionaries and batches of rows.
///
/// A file is found by its footer, at its end; a stream is read from its beginning. Source: the Arrow Columnar
/// Format, version 1.5, "Serialization and Interprocess Communication".
struct ArrowMessages {
    /// A batch of rows, or of the values of a dictionary.
    struct Part {
        let table: FlatTable
        /// What its buffers lie in.
        let body: UnsafeRawBufferPointer
        /// Its place among all parts: rows use dictionaries as they are when they come.
        let order: Int
        /// Whether the values follow those that the dictionary had, and do not replace them.
        let isAdded: Bool
    }

    /// The marks at the beginning and the end of a file.
    static let mark = Array("ARROW1".utf8)

    /// What a stream begins with.
    static let streamMark: [UInt8] = [255, 255, 255, 255]

    let schema: ArrowSchema
    private(set) var batches: [Part] = []
    /// The number of parts so far.
    private var count = 0
    /// The values of dictionaries by their number, in the order in which they came.
    private(set) var dictionaries: [Int64: [Part]] = [:]

    /// Finds the parts of a file or a stream.
    init(_ bytes: UnsafeRawBufferPointer) throws(ArrowProblem) {
        if bytes.starts(with: Self.mark) {
            try self.init(file: bytes)
        } else {
            try self.init(stream: bytes)
        }
    }

    private init(file bytes: UnsafeRawBufferPointer) throws(ArrowProblem) {
        let tail = Self.mark.count + 4
        guard bytes.count >= 8 + tail, bytes.suffix(Self.mark.count).elementsEqual(Self.mark)
        else { throw ArrowProblem("it ends early") }
        let place = bytes.count - tail
        let size = Int(
            Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self))
        )
        guard size > 0, size <= place - 8 else { throw ArrowProblem("its footer is damaged") }
        let footer = try FlatBytes(.init(rebasing: bytes[place - size..<place])).root()
        guard let schema = try footer.table(1) else {
            throw ArrowProblem("its footer has no columns")
        }
        self.schema = try ArrowSchema(schema)
        // Messages lie one behind the other, so that together they are no longer than the file.
        var left = bytes.count
        for field in [2, 3] {
            // Blocks: where a message begins, the size of its description, that of its body.
            let words = try footer.words(field, wordsEach: 3)
            for block in stride(from: 0, to: words.count, by: 3) {
                let start = words[block]
                guard start >= 0, start <= bytes.count else {
                    throw ArrowProblem("its footer points beyond its end")
                }
                var rest = UnsafeRawBufferPointer(rebasing: bytes[Int(start)...])
                let all = rest.count
                guard let message = try Self.message(&rest) else {
                    throw ArrowProblem("its footer points to no batch")
                }
                left -= all - rest.count
                guard left >= 0 else { throw ArrowProblem("its footer names a batch twice") }
                try add(message, mayReplace: false)
            }
        }
    }

    private init(stream bytes: UnsafeRawBufferPointer) throws(ArrowProblem) {
        var rest = bytes
        guard let first = try Self.message(&rest), first.kind == .schema else {
            throw ArrowProblem("it does not begin with its columns")
        }
        schema = try ArrowSchema(first.table)
        while let message = try Self.message(&rest) { try add(message, mayReplace: true) }
    }

    private struct Message {
        enum Kind: UInt8 { case schema = 1, dictionary, batch }

        let kind: Kind
        let table: FlatTable
        let body: UnsafeRawBufferPointer
    }

    /// - Parameter mayReplace: Whether dictionaries may be replaced, as in streams; a file has all of them before
    ///   its rows.
    private mutating func add(_ message: Message, mayReplace: Bool) throws(ArrowProblem) {
        let table = message.table
        defer { count += 1 }
        switch message.kind {
        case .schema: throw ArrowProblem("its columns come a second time")
        case .batch:
            batches.append(Part(table: table, body: message.body, order: count, isAdded: false))
        case .dictionary:
            let number = try table.number(0, default: Int64(0))
            guard let values = try table.table(1) else {
                throw ArrowProblem("a dictionary has no values")
            }
            let isAdded = try table.flag(2)
            guard isAdded || mayReplace || dictionaries[number] == nil else {
                throw ArrowProblem("a dictionary is there twice")
            }
            dictionaries[number, default: []]
                .append(Part(table: values, body: message.body, order: count, isAdded: isAdded))
        }
    }

    /// Takes the next message; nil at the end.
    private static func message(
        _ rest: inout UnsafeRawBufferPointer
    ) throws(ArrowProblem) -> Message? {
        guard rest.count >= 4 else { return nil }
        func word(_ place: Int) -> UInt32 {
            UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        }
        // Before version 0.15 the size came without the mark.
        let isMarked = word(0) == .max
        let prefix = isMarked ? 8 : 4
        guard rest.count >= prefix else { throw ArrowProblem("it ends early") }
        let size = Int(word(prefix - 4))
        if size == 0 { return nil }
        guard size <= rest.count - prefix else { throw ArrowProblem("it ends early") }
        let description = UnsafeRawBufferPointer(rebasing: rest[prefix..<prefix + size])
        let table = try FlatBytes(description).root()
        let bodySize = try table.number(3, default: Int64(0))
        guard bodySize >= 0, bodySize <= rest.count - prefix - size else {
            throw ArrowProblem("it ends early")
        }
        let end = prefix + size + Int(bodySize)
        let body = UnsafeRawBufferPointer(rebasing: rest[prefix + size..<end])
        rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        guard let kind = Message.Kind(rawValue: try table.number(1, default: UInt8(0))),
            let header = try table.table(2)
        else { throw ArrowProblem("it has a message of an unknown kind") }
        return Message(kind: kind, table: header, body: body)
    }
}
