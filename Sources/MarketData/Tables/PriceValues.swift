/// Numbers side by side that never change: an array, or a part of a mapped file.
///
/// Both are shared, not copied, when they are passed around. What lies in a mapped file is read by the
/// system when it is first looked at, and processes that map the same file share its memory.
public struct PriceValues: RandomAccessCollection, Sendable {
    /// The numbers, unless they lie in a file.
    @usableFromInline let array: [Double]
    /// The numbers in a file; nil where `array` has them.
    @usableFromInline let mapped: MappedDoubles?

    /// The numbers of an array, which is not copied.
    public init(_ array: [Double]) {
        self.array = array
        mapped = nil
    }

    /// Numbers in a mapped file.
    init(_ mapped: MappedDoubles) {
        array = []
        self.mapped = mapped
    }

    /// The place of the first number.
    public var startIndex: Int { 0 }

    /// The number of numbers.
    @inlinable public var endIndex: Int { mapped?.count ?? array.count }

    /// The number at a place.
    @inlinable public subscript(position: Int) -> Double {
        guard let mapped else { return array[position] }
        precondition(position >= 0 && position < mapped.count, "no price at \(position)")
        return mapped.start[position]
    }

    /// The numbers as an array; those of a mapped file are copied.
    public var asArray: [Double] { mapped == nil ? array : Array(self) }

    /// Calls `body` with the numbers in memory.
    @inlinable
    public func withUnsafeBufferPointer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let mapped else { return try array.withUnsafeBufferPointer(body) }
        return try body(UnsafeBufferPointer(start: mapped.start, count: mapped.count))
    }

    /// Calls `body` with the numbers in memory, as bytes.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { (values) throws(Failure) in
            try body(UnsafeRawBufferPointer(values))
        }
    }

    /// Calls `body` with the numbers in memory.
    public func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<Double>) throws -> Result
    ) rethrows -> Result? {
        guard let mapped else { return try array.withUnsafeBufferPointer(body) }
        return try body(UnsafeBufferPointer(start: mapped.start, count: mapped.count))
    }
}

extension PriceValues: Equatable {
    /// Whether two have the same bits, so that what is missing (NaN) equals what is missing.
    public static func == (left: PriceValues, right: PriceValues) -> Bool {
        left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in left.elementsEqual(right) }
        }
    }
}

extension PriceValues: ExpressibleByArrayLiteral {
    /// The numbers written down.
    public init(arrayLiteral elements: Double...) { self.init(elements) }
}

/// Doubles in a mapped file.
@usableFromInline
struct MappedDoubles: @unchecked Sendable {
    // Safe to share: the pages are mapped for reading alone, and `file` keeps them mapped.
    @usableFromInline let start: UnsafePointer<Double>
    @usableFromInline let count: Int
    private let file: MappedFile

    /// Doubles from an offset on that is a multiple of eight; the file is long enough.
    init(_ file: MappedFile, offset: Int, count: Int) {
        precondition(offset % 8 == 0 && offset + 8 * count <= file.bytes.count)
        self.file = file
        self.count = count
        start = file.bytes.baseAddress!.advanced(by: offset).assumingMemoryBound(to: Double.self)
    }
}
