extension ArrowBatch {
    /// Texts that lie one behind the other, each from its offset to the next one's.
    func forEachText(
        _ place: Place,
        isLarge: Bool,
        _ body: (UnsafeRawBufferPointer?) throws(ArrowProblem) -> Void
    ) throws(ArrowProblem) {
        let validity = try validity(place)
        if rowCount == 0 { return }
        let width = isLarge ? 8 : 4
        let offsets = try buffer(place, 1, atLeast: (rowCount + 1) * width)
        let texts = try buffer(place, 2, atLeast: 0)
        // Those of a column lie one behind the other.
        var left = Int64(texts.count)
        try offsets.withBytes { (offsets) throws(ArrowProblem) in
            try texts.withBytes { (texts) throws(ArrowProblem) in
                func offset(_ row: Int) -> Int64 {
                    isLarge
                        ? Int64(
                            littleEndian: offsets.loadUnaligned(
                                fromByteOffset: 8 * row,
                                as: Int64.self
                            )
                        )
                        : Int64(
                            Int32(
                                littleEndian: offsets.loadUnaligned(
                                    fromByteOffset: 4 * row,
                                    as: Int32.self
                                )
                            )
                        )
                }
                for row in 0..<rowCount {
                    guard validity?.bit(row) ?? true else {
                        try body(nil)
                        continue
                    }
                    let (start, end) = (offset(row), offset(row + 1))
                    guard 0 <= start, start <= end, end <= texts.count, end - start <= left else {
                        throw ArrowProblem("a text lies beyond its column")
                    }
                    left -= end - start
                    try body(UnsafeRawBufferPointer(rebasing: texts[Int(start)..<Int(end)]))
                }
            }
        }
    }

    /// Texts as views of sixteen bytes: the length, then the text itself if it has up to twelve bytes, else its
    /// first four, the number of the buffer that has it, and where.
    func forEachTextView(
        _ place: Place,
        _ body: (UnsafeRawBufferPointer?) throws(ArrowProblem) -> Void
    ) throws(ArrowProblem) {
        let validity = try validity(place)
        let views = try buffer(place, 1, atLeast: rowCount * 16)
        let texts = try variadicBuffers(place)
        try views.withBytes { (views) throws(ArrowProblem) in
            func word(_ offset: Int) -> Int {
                Int(
                    Int32(littleEndian: views.loadUnaligned(fromByteOffset: offset, as: Int32.self))
                )
            }
            for row in 0..<rowCount {
                guard validity?.bit(row) ?? true else {
                    try body(nil)
                    continue
                }
                let length = word(16 * row)
                if 0...12 ~= length {
                    let start = 16 * row + 4
                    try body(UnsafeRawBufferPointer(rebasing: views[start..<start + length]))
                    continue
                }
                // Views may share their texts; what is looked at has a limit all the same.
                try memory.takeDecoded(max(length, 0))
                let (number, start) = (word(16 * row + 8), word(16 * row + 12))
                guard length > 0, texts.indices.contains(number), start >= 0,
                    start + length <= texts[number].count
                else { throw ArrowProblem("a text lies beyond its column") }
                try texts[number].withBytes { (bytes) throws(ArrowProblem) in
                    try body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
                }
            }
        }
    }
}
