/// Writes FlatBuffers from front to back: what a table points to follows it, and its offset is filled in then.
struct FlatWriter {
    /// A field of a table.
    enum Field {
        /// The default of its type.
        case none
        case byte(UInt8)
        case short(Int16)
        case int(Int32)
        case long(Int64)
        /// Something that is written later.
        case offset

        fileprivate var size: Int {
            switch self {
            case .none: 0
            case .byte: 1
            case .short: 2
            case .int, .offset: 4
            case .long: 8
            }
        }
    }

    private(set) var bytes: [UInt8] = [0, 0, 0, 0]

    /// Writes a table and makes a place point to it.
    ///
    /// - Parameter place: Where its offset belongs; that of the root by default.
    /// - Returns: The places of its fields that are offsets, in order.
    mutating func table(_ fields: [Field], pointedToAt place: Int = 0) -> [Int] {
        // The list of places first, then the table at a multiple of eight.
        var offsets: [UInt16] = []
        var size = 4
        for field in fields {
            guard field.size > 0 else {
                offsets.append(0)
                continue
            }
            size = (size + field.size - 1) / field.size * field.size
            offsets.append(UInt16(size))
            size += field.size
        }
        let listSize = 4 + 2 * fields.count
        while (bytes.count + listSize) % 8 != 0 { bytes.append(0) }
        let list = bytes.count
        put(UInt16(listSize))
        put(UInt16(size))
        for offset in offsets { put(offset) }
        let start = bytes.count
        patch(place)
        put(Int32(start - list))
        var places: [Int] = []
        for (field, offset) in zip(fields, offsets) where field.size > 0 {
            pad(to: start + Int(offset))
            switch field {
            case .none: break
            case .byte(let value): put(value)
            case .short(let value): put(value)
            case .int(let value): put(value)
            case .long(let value): put(value)
            case .offset:
                places.append(bytes.count)
                put(UInt32(0))
            }
        }
        return places
    }

    /// Writes a text and makes a place point to it.
    mutating func text(_ text: String, pointedToAt place: Int) {
        align(4)
        patch(place)
        put(UInt32(text.utf8.count))
        bytes += Array(text.utf8) + [0]
    }

    /// Writes a vector of records of 64-bit words and makes a place point to it.
    mutating func words(_ words: [Int64], wordsEach: Int, pointedToAt place: Int) {
        // The words lie at multiples of eight, their count in front of them.
        while (bytes.count + 4) % 8 != 0 { bytes.append(0) }
        patch(place)
        put(UInt32(words.count / wordsEach))
        for word in words { put(word) }
    }

    /// Writes a vector of offsets and makes a place point to it.
    ///
    /// - Returns: The places of its elements.
    mutating func offsets(count: Int, pointedToAt place: Int) -> [Int] {
        align(4)
        patch(place)
        put(UInt32(count))
        return (0..<count).map { _ in
            put(UInt32(0))
            return bytes.count - 4
        }
    }

    /// Makes a place point to what comes next.
    private mutating func patch(_ place: Int) {
        let offset = UInt32(bytes.count - place)
        withUnsafeBytes(of: offset.littleEndian) {
            bytes.replaceSubrange(place..<place + 4, with: $0)
        }
    }

    private mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func align(_ size: Int) { pad(to: (bytes.count + size - 1) / size * size) }

    private mutating func pad(to count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
    }
}
