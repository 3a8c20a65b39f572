@inlinable
func mergeSort<Element, Failure: Error>(
    _ buffer: UnsafeMutableBufferPointer<Element>,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) throws(Failure) {
    guard let elements = buffer.baseAddress, buffer.count > 1 else { return }
    if buffer.count <= SortSizes.insertion {
        return try insertionSort(elements, 0, buffer.count, isLess)
    }
    let scratch = UnsafeMutablePointer<Element>.allocate(capacity: buffer.count)
    defer { scratch.deallocate() }
    let failure = mergeSorted(
        elements,
        scratch,
        buffer.count,
        toScratch: false,
        mayFork: buffer.count > SortSizes.fork && currentWorkerCount() > 1,
        isLess
    )
    if let failure { throw failure }
}

/// Sorts `count` elements that are at `elements`, and leaves them there or at `scratch`, whichever
/// is wanted: all of them also if there is an error, which it returns.
@inlinable
func mergeSorted<Element, Failure: Error>(
    _ elements: UnsafeMutablePointer<Element>,
    _ scratch: UnsafeMutablePointer<Element>,
    _ count: Int,
    toScratch: Bool,
    mayFork: Bool,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) -> Failure? {
    if count <= SortSizes.insertion {
        var failure: Failure?
        do throws(Failure) {
            try insertionSort(elements, 0, count, isLess)
        } catch {
            failure = error
        }
        if toScratch { scratch.moveInitialize(from: elements, count: count) }
        return failure
    }
    let middle = count / 2
    let (left, right): (Failure?, Failure?)
    if mayFork, count > SortSizes.fork {
        (left, right) = joinTellingStolen(
            {
                mergeSorted(
                    elements,
                    scratch,
                    middle,
                    toScratch: !toScratch,
                    mayFork: true,
                    isLess
                )
            },
            { _ in
                mergeSorted(
                    elements + middle,
                    scratch + middle,
                    count - middle,
                    toScratch: !toScratch,
                    mayFork: true,
                    isLess
                )
            }
        )
    } else {
        left = mergeSorted(
            elements,
            scratch,
            middle,
            toScratch: !toScratch,
            mayFork: false,
            isLess
        )
        right = mergeSorted(
            elements + middle,
            scratch + middle,
            count - middle,
            toScratch: !toScratch,
            mayFork: false,
            isLess
        )
    }
    let source = toScratch ? elements : scratch
    let target = toScratch ? scratch : elements
    if let failure = left ?? right {
        target.moveInitialize(from: source, count: count)
        return failure
    }
    return merge(
        source,
        middle,
        source + middle,
        count - middle,
        into: target,
        mayFork: mayFork,
        isLess
    )
}

/// Moves two sorted runs into one; of equal elements those of the first run come first. If there is
/// an error all elements have been moved nevertheless.
@inlinable
func merge<Element, Failure: Error>(
    _ first: UnsafeMutablePointer<Element>,
    _ firstCount: Int,
    _ second: UnsafeMutablePointer<Element>,
    _ secondCount: Int,
    into target: UnsafeMutablePointer<Element>,
    mayFork: Bool,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) -> Failure? {
    if mayFork, firstCount + secondCount > SortSizes.fork {
        let (firstCut, secondCut): (Int, Int)
        do throws(Failure) {
            if firstCount >= secondCount {
                firstCut = firstCount / 2
                let pivot = first + firstCut
                secondCut = try partitionPoint(second, secondCount) { (element) throws(Failure) in
                    try isLess(element.pointee, pivot.pointee)
                }
            } else {
                secondCut = secondCount / 2
                let pivot = second + secondCut
                firstCut = try partitionPoint(first, firstCount) { (element) throws(Failure) in
                    try !isLess(pivot.pointee, element.pointee)
                }
            }
        } catch {
            target.moveInitialize(from: first, count: firstCount)
            (target + firstCount).moveInitialize(from: second, count: secondCount)
            return error
        }
        let (left, right) = joinTellingStolen(
            {
                merge(first, firstCut, second, secondCut, into: target, mayFork: true, isLess)
            },
            { _ in
                merge(
                    first + firstCut,
                    firstCount - firstCut,
                    second + secondCut,
                    secondCount - secondCut,
                    into: target + (firstCut + secondCut),
                    mayFork: true,
                    isLess
                )
            }
        )
        return left ?? right
    }
    var (first, second, target) = (first, second, target)
    let firstEnd = first + firstCount
    let secondEnd = second + secondCount
    var failure: Failure?
    do throws(Failure) {
        while first < firstEnd, second < secondEnd {
            if try isLess(second.pointee, first.pointee) {
                target.moveInitialize(from: second, count: 1)
                second += 1
            } else {
                target.moveInitialize(from: first, count: 1)
                first += 1
            }
            target += 1
        }
    } catch {
        failure = error
    }
    let rest = firstEnd - first
    target.moveInitialize(from: first, count: rest)
    (target + rest).moveInitialize(from: second, count: secondEnd - second)
    return failure
}

/// The number of leading elements that satisfy a predicate which no later element satisfies.
@inlinable
func partitionPoint<Element, Failure: Error>(
    _ elements: UnsafeMutablePointer<Element>,
    _ count: Int,
    _ isBefore: (UnsafeMutablePointer<Element>) throws(Failure) -> Bool
) throws(Failure) -> Int {
    var (lower, upper) = (0, count)
    while lower < upper {
        let middle = lower + (upper - lower) / 2
        if try isBefore(elements + middle) { lower = middle + 1 } else { upper = middle }
    }
    return lower
}
