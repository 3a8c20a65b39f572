/// A column of an Arrow file, batch after batch.
struct ArrowColumn {
    let field: ArrowField
    /// The rows of each batch, and where the column's values lie in it.
    private let parts: [(batch: ArrowBatch, place: ArrowBatch.Place)]

    init(_ field: ArrowField, _ parts: [(batch: ArrowBatch, place: ArrowBatch.Place)]) {
        self.field = field
        self.parts = parts
    }

    /// Calls `body` with the bytes of each value and its row; nil where it is missing.
    ///
    /// All values of fixed width are alike to it: `body` loads what it needs.
    private func forEachValue(
        width: Int,
        _ body: (_ row: Int, _ value: UnsafeRawPointer?) throws(ArrowProblem) -> Void
    ) throws(ArrowProblem) {
        var first = 0
        for (batch, place) in parts {
            let rows = batch.rowCount
            let (size, overflow) = rows.multipliedReportingOverflow(by: width)
            guard !overflow else { throw ArrowProblem("a batch claims \(rows) rows") }
            let validity = try batch.validity(place)
            let values = try batch.buffer(place, 1, atLeast: size)
            try values.withBytes { (bytes) throws(ArrowProblem) in
                guard rows > 0, let base = bytes.baseAddress else { return }
                for row in 0..<rows {
                    let isThere = validity?.bit(row) ?? true
                    try body(first + row, isThere ? base + row * width : nil)
                }
            }
            first += rows
        }
    }

    /// The number of rows, of which the file has all bytes.
    func checkedRowCount() throws(ArrowProblem) -> Int {
        var count = 0
        for (batch, place) in parts {
            guard let width = field.storage.width else {
                count += batch.rowCount
                continue
            }
            // Rows are at most 2^37, and widths at most eight.
            _ = try batch.buffer(place, 1, atLeast: batch.rowCount * width)
            count += batch.rowCount
        }
        return count
    }

    /// Puts the column's numbers at every `stride` places; NaN where one is missing.
    func readNumbers(
        to numbers: UnsafeMutablePointer<Double>,
        stride: Int
    ) throws(ArrowProblem) {
        func read<Value>(_ type: Value.Type, _ number: (Value) -> Double) throws(ArrowProblem) {
            try forEachValue(width: MemoryLayout<Value>.size) { row, value in
                numbers[row * stride] = value.map { number($0.loadUnaligned(as: type)) } ?? .nan
            }
        }
        switch field.type {
        case .float(bits: 64):
            try read(UInt64.self) { Double(bitPattern: UInt64(littleEndian: $0)) }
        case .float: try read(UInt32.self) { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
        case .integer(bits: 8, isSigned: true): try read(Int8.self) { Double($0) }
        case .integer(bits: 8, isSigned: false): try read(UInt8.self) { Double($0) }
        case .integer(bits: 16, isSigned: true):
            try read(Int16.self) { Double(Int16(littleEndian: $0)) }
        case .integer(bits: 16, isSigned: false):
            try read(UInt16.self) { Double(UInt16(littleEndian: $0)) }
        case .integer(bits: 32, isSigned: true):
            try read(Int32.self) { Double(Int32(littleEndian: $0)) }
        case .integer(bits: 32, isSigned: false):
            try read(UInt32.self) { Double(UInt32(littleEndian: $0)) }
        case .integer(bits: _, isSigned: true):
            try read(Int64.self) { Double(Int64(littleEndian: $0)) }
        case .integer: try read(UInt64.self) { Double(UInt64(littleEndian: $0)) }
        case let other:
            throw ArrowProblem("the column '\(field.name)' holds \(other.description), not numbers")
        }
    }

    /// The column's times in whole seconds; the parts of a second are cut off. Nil where one is missing or is none.
    func times() throws(ArrowProblem) -> [Int64?] {
        var times: [Int64?] = []
        times.reserveCapacity(try checkedRowCount())
        switch field.type {
        case .date(inDays: true):
            try forEachValue(width: 4) { _, value in
                let days = value.map { Int32(littleEndian: $0.loadUnaligned(as: Int32.self)) }
                times.append(days.map { Int64($0) * UTCTime.secondsPerDay })
            }
        case .date(inDays: false), .timestamp:
            var perSecond: Int64 = 1_000
            if case .timestamp(let ticks) = field.type { perSecond = ticks }
            try forEachValue(width: 8) { _, value in
                let ticks = value.map { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
                times.append(ticks.map { floorDivide($0, perSecond) })
            }
        case .integer:
            // Seconds or parts of them, told apart by their digits as in text.
            var numbers = [Double](repeating: 0, count: try checkedRowCount())
            try numbers.withUnsafeMutableBufferPointer { (numbers) throws(ArrowProblem) in
                guard let start = numbers.baseAddress else { return }
                try readNumbers(to: start, stride: 1)
            }
            times = numbers.map { Int64(exactly: $0).flatMap { UTCTime.parse("\($0)") } }
        case .text, .textView:
            throw ArrowProblem("times are text in '\(field.name)'; make them timestamps")
        case .float, .other:
            throw ArrowProblem(
                "the column '\(field.name)' holds \(field.type.description), not times"
            )
        }
        return times
    }

    /// The places of a dictionary's values; nil where one is missing.
    func dictionaryPlaces() throws(ArrowProblem) -> [Int?] {
        guard case .integer(let bits, let isSigned) = field.storage else {
            throw ArrowProblem("a dictionary has no places")
        }
        var places: [Int?] = []
        try forEachValue(width: bits / 8) { (_, value) throws(ArrowProblem) in
            guard let value else { return places.append(nil) }
            var word: UInt64 = 0
            for byte in 0..<bits / 8 {
                word |= UInt64(value.load(fromByteOffset: byte, as: UInt8.self)) << UInt64(8 * byte)
            }
            // The highest bit of a place is never set.
            guard let place = Int(exactly: word), !isSigned || word >> UInt64(bits - 1) == 0 else {
                throw ArrowProblem("a place in a dictionary is below 0")
            }
            places.append(place)
        }
        return places
    }

    /// Calls `body` with the bytes of each text; nil where it is missing.
    func forEachText(
        _ body: (UnsafeRawBufferPointer?) throws(ArrowProblem) -> Void
    ) throws(ArrowProblem) {
        for (batch, place) in parts {
            switch field.type {
            case .text(let isLarge): try batch.forEachText(place, isLarge: isLarge, body)
            case .textView: try batch.forEachTextView(place, body)
            case let other:
                throw ArrowProblem(
                    "the column '\(field.name)' holds \(other.description), not text"
                )
            }
        }
    }
}
