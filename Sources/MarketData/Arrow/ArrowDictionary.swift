/// The texts of a dictionary as they are when rows use them.
struct ArrowDictionary {
    /// How its texts lie in their batches.
    private let field: ArrowField
    /// The UTF-8 of all texts, one behind the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The symbol of each text by number: -1 before a row has named it.
    private var owners: [Int32] = []

    /// The dictionary of a column, still without texts.
    init(of field: ArrowField) throws(ArrowProblem) {
        guard field.type.isText else {
            throw ArrowProblem(
                "the column '\(field.name)' holds \(field.type.description), not text"
            )
        }
        self.field = ArrowField(
            name: field.name,
            type: field.type,
            dictionary: nil,
            storage: field.type,
            nodeCount: 1,
            bufferCount: field.type == .textView ? 2 : 3,
            hasVariadicBuffers: field.type == .textView
        )
    }

    /// Takes up texts: behind those that are there, or in their place.
    mutating func read(
        _ part: ArrowMessages.Part,
        _ memory: ArrowMemory
    ) throws(ArrowProblem) {
        if !part.isAdded { (bytes, ends, owners) = ([], [], []) }
        let batch = try ArrowBatch(part, memory)
        let column = ArrowColumn(field, [(batch, try batch.places(of: [field])[0])])
        try column.forEachText { text in
            // One that is missing names nothing, as one without letters.
            if let text { bytes.append(contentsOf: text) }
            ends.append(bytes.count)
            owners.append(-1)
        }
    }

    /// The number of the symbol at a place; nil if nothing is there.
    mutating func owner(
        _ place: Int,
        _ interner: inout SymbolInterner
    ) throws(ArrowProblem) -> Int32? {
        guard ends.indices.contains(place) else {
            throw ArrowProblem("a place in a dictionary is beyond its end")
        }
        if owners[place] >= 0 { return owners[place] }
        let start = place == 0 ? 0 : ends[place - 1]
        if start == ends[place] { return nil }
        let owner = try bytes.withUnsafeBufferPointer { (bytes) throws(ArrowProblem) in
            try interner.numberOfText(
                UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<ends[place]]))
            )
        }
        owners[place] = owner
        return owner
    }
}

extension SymbolInterner {
    /// The number of a text of an Arrow file.
    mutating func numberOfText(_ text: UnsafeRawBufferPointer) throws(ArrowProblem) -> Int32 {
        guard let number = number(of: text.bindMemory(to: UInt8.self)) else {
            throw ArrowProblem("a symbol is not UTF-8")
        }
        return number
    }
}
