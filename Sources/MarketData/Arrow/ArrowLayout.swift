/// How many nodes and buffers columns of any type take in a batch, so that those that are not looked at can be
/// passed over. Source: the Arrow Columnar Format, version 1.5, "Buffer Listing for Each Layout".
enum ArrowLayout {
    /// The types, as files number them.
    enum Kind: UInt8 {
        case null = 1
        case integer, floatingPoint, binary, utf8, bool, decimal, date, time, timestamp, interval,
            list
        case structure, union, fixedSizeBinary, fixedSizeList, map, duration, largeBinary, largeUtf8
        case largeList, runEndEncoded, binaryView, utf8View, listView, largeListView
    }

    /// What a column and all below it take.
    struct Size {
        var nodes = 0
        var buffers = 0
        /// Columns with buffers that differ in number from batch to batch.
        var variadics = 0
    }

    /// Columns in columns, in a file: more than anyone needs, and few enough to look at.
    static let mostColumns = 100_000

    /// The size of a column, without recursion: hostile files nest deeply, and use the same part many times.
    ///
    /// - Parameter left: How many columns below others there may still be.
    static func size(of field: FlatTable, _ left: inout Int) throws(ArrowProblem) -> Size {
        var size = Size()
        var rest = [field]
        while let next = rest.popLast() {
            size.nodes += 1
            // Places in a dictionary are integers, whatever the dictionary holds.
            if try next.table(4) != nil {
                size.buffers += 2
                continue
            }
            let code = try next.number(2, default: UInt8(0))
            guard let kind = Kind(rawValue: code) else {
                throw ArrowProblem("a column has a type that is unknown")
            }
            switch kind {
            case .null, .runEndEncoded: break
            case .structure, .fixedSizeList: size.buffers += 1
            case .integer, .floatingPoint, .bool, .decimal, .date, .time, .timestamp, .interval,
                .fixedSizeBinary, .duration, .list, .largeList, .map:
                size.buffers += 2
            case .binary, .utf8, .largeBinary, .largeUtf8, .listView, .largeListView:
                size.buffers += 3
            case .binaryView, .utf8View:
                size.buffers += 2
                size.variadics += 1
            case .union:
                // Dense ones have offsets besides the types.
                let isDense = try next.table(3)?.number(0, default: Int16(0)) == 1
                size.buffers += isDense ? 2 : 1
            }
            let below = try next.tables(5)
            left -= below.count
            guard left >= 0 else {
                throw ArrowProblem("it has more than \(mostColumns) columns below others")
            }
            rest += below.reversed()
        }
        return size
    }
}
