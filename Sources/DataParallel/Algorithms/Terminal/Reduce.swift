extension ParallelPipeline where Element: Sendable {
    /// Folds the elements into values that are combined afterwards.
    ///
    /// Elements are folded from left to right in chunks whose length follows from the number of
    /// positions (and the grain, if one is given), each starting from `initialResult`; the chunks'
    /// results are combined in a fixed binary tree. The result is the same at any number of
    /// workers, to the last bit.
    ///
    /// - Parameters:
    ///   - initialResult: Neutral for `combine`.
    ///   - updateAccumulatingResult: Adds an element.
    ///   - combine: Adds the fold of the elements that follow. Associative.
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func reduce<Result: Sendable>(
        into initialResult: Result,
        _ updateAccumulatingResult: @Sendable (inout Result, Element) throws(Failure) -> Void,
        combine: @Sendable (inout Result, Result) throws(Failure) -> Void
    ) throws(Failure) -> Result {
        let runner = stage.runner
        return try fold(
            identity: { initialResult },
            leaf: { (reading, lower, upper, value) throws(Failure) in
                try reading.run(runner, lower, upper) { (element) throws(Failure) in
                    try updateAccumulatingResult(&value, element)
                    return true
                }
            },
            update: updateAccumulatingResult,
            combine: combine
        )
    }

    /// Combines the elements with an associative operation.
    ///
    /// - Parameters:
    ///   - initialResult: Combined once, on the left of all.
    ///   - nextPartialResult: Associative; if it is so only nearly, as the addition of
    ///     floating-point numbers, the result still is the same at any number of workers: see
    ///     ``reduce(into:_:combine:)``.
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func reduce(
        _ initialResult: Element,
        _ nextPartialResult: @Sendable (Element, Element) throws(Failure) -> Element
    ) throws(Failure) -> Element {
        guard let result = try reduce(nextPartialResult) else { return initialResult }
        return try nextPartialResult(initialResult, result)
    }

    /// Combines the elements with an associative operation; nil if there are none.
    ///
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func reduce(
        _ nextPartialResult: @Sendable (Element, Element) throws(Failure) -> Element
    ) throws(Failure) -> Element? {
        let runner = stage.runner
        return try fold(
            identity: { nil },
            leaf: { (reading, lower, upper, value: inout Element?) throws(Failure) in
                // Until there is a first element, one position at a time.
                var position = lower
                while value == nil, position < upper {
                    try reading.run(runner, position, position + 1) { (element) throws(Failure) in
                        if let left = value {
                            value = try nextPartialResult(left, element)
                        } else {
                            value = element
                        }
                        return true
                    }
                    position += 1
                }
                guard var result = value else { return }
                value = nil
                try reading.run(runner, position, upper) { (element) throws(Failure) in
                    result = try nextPartialResult(result, element)
                    return true
                }
                value = result
            },
            update: { (value: inout Element?, element) throws(Failure) in
                if let left = value {
                    value = try nextPartialResult(left, element)
                } else {
                    value = element
                }
            },
            combine: { (left, right) throws(Failure) in
                guard let right else { return }
                if let value = left {
                    left = try nextPartialResult(value, right)
                } else {
                    left = right
                }
            }
        )
    }
}

extension ParallelPipeline where Element: AdditiveArithmetic & Sendable {
    /// The sum of the elements.
    ///
    /// Floating-point sums have the same bits at any number of workers; see
    /// ``reduce(into:_:combine:)``. Overflow of integers traps.
    ///
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func sum() throws(Failure) -> Element {
        let runner = stage.runner
        @inline(__always)
        func add(
            _ reading: Reading<Stage>,
            _ lower: Int,
            _ upper: Int,
            _ value: inout Element
        ) throws(Failure) {
            var sum = value
            try reading.run(runner, lower, upper) { (element) throws(Failure) in
                sum += element
                return true
            }
            value = sum
        }
        return try fold(
            identity: { .zero },
            leaf: add,
            update: { $0 += $1 },
            combine: { $0 += $1 }
        )
    }
}

extension ParallelPipeline where Element: Sendable {
    /// The least element in an order, the first of equal ones; nil if there are none.
    ///
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func min(
        by areInIncreasingOrder: @Sendable (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) -> Element? {
        try reduce { (left, right) throws(Failure) in
            try areInIncreasingOrder(right, left) ? right : left
        }
    }

    /// The greatest element in an order, the first of equal ones; nil if there are none.
    ///
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func max(
        by areInIncreasingOrder: @Sendable (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) -> Element? {
        try reduce { (left, right) throws(Failure) in
            try areInIncreasingOrder(left, right) ? right : left
        }
    }
}

extension ParallelPipeline where Element: Comparable & Sendable {
    /// The least element, the first of equal ones; nil if there are none.
    ///
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func min() throws(Failure) -> Element? {
        try reduce { $1 < $0 ? $1 : $0 }
    }

    /// The greatest element, the first of equal ones; nil if there are none.
    ///
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func max() throws(Failure) -> Element? {
        try reduce { $0 < $1 ? $1 : $0 }
    }
}
