/// Sorts `lower..<upper` in place: quicksort with a pivot from 3 or 9 elements, insertion sort for
/// short parts, heapsort for parts that are cut badly `depth` times. Elements only swap places, so
/// all are there when it throws.
@inlinable
func quickSort<Element, Failure: Error>(
    _ elements: UnsafeMutablePointer<Element>,
    _ lower: Int,
    _ upper: Int,
    depth: Int,
    mayFork: Bool,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) throws(Failure) {
    var (lower, upper, depth) = (lower, upper, depth)
    while upper - lower > SortSizes.insertion {
        if depth == 0 { return try heapSort(elements + lower, upper - lower, isLess) }
        depth -= 1
        let pivot = try partition(elements, lower, upper, isLess)
        if mayFork, upper - lower > SortSizes.fork {
            _ = try joinTellingStolen(
                { () throws(Failure) in
                    try quickSort(elements, lower, pivot, depth: depth, mayFork: true, isLess)
                },
                { (_: Bool) throws(Failure) in
                    try quickSort(elements, pivot + 1, upper, depth: depth, mayFork: true, isLess)
                }
            )
            return
        }
        // The shorter part first: the stack stays O(log n).
        if pivot - lower < upper - pivot {
            try quickSort(elements, lower, pivot, depth: depth, mayFork: false, isLess)
            lower = pivot + 1
        } else {
            try quickSort(elements, pivot + 1, upper, depth: depth, mayFork: false, isLess)
            upper = pivot
        }
    }
    try insertionSort(elements, lower, upper, isLess)
}

/// Swaps elements so that those before the returned index are not greater than its element and
/// those after it not less.
@inlinable
func partition<Element, Failure: Error>(
    _ elements: UnsafeMutablePointer<Element>,
    _ lower: Int,
    _ upper: Int,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) throws(Failure) -> Int {
    let count = upper - lower
    let middle = lower + count / 2
    if count > 128 {
        let step = count / 8
        try sortThree(elements, lower, lower + step, lower + 2 * step, isLess)
        try sortThree(elements, middle - step, middle, middle + step, isLess)
        try sortThree(elements, upper - 1 - 2 * step, upper - 1 - step, upper - 1, isLess)
        try sortThree(elements, lower + step, middle, upper - 1 - step, isLess)
    } else {
        try sortThree(elements, lower, middle, upper - 1, isLess)
    }
    swapElements(elements, lower, middle)
    let pivot = elements + lower
    var left = lower + 1
    var right = upper - 1
    while true {
        while left <= right, try isLess(elements[left], pivot.pointee) { left += 1 }
        while left <= right, try isLess(pivot.pointee, elements[right]) { right -= 1 }
        if left >= right { break }
        swapElements(elements, left, right)
        left += 1
        right -= 1
    }
    swapElements(elements, lower, right)
    return right
}

/// Sorts three elements at increasing indices.
@inlinable
func sortThree<Element, Failure: Error>(
    _ elements: UnsafeMutablePointer<Element>,
    _ first: Int,
    _ second: Int,
    _ third: Int,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) throws(Failure) {
    if try isLess(elements[second], elements[first]) { swapElements(elements, first, second) }
    if try isLess(elements[third], elements[second]) {
        swapElements(elements, second, third)
        if try isLess(elements[second], elements[first]) { swapElements(elements, first, second) }
    }
}

@inlinable @inline(__always)
func swapElements<Element>(_ elements: UnsafeMutablePointer<Element>, _ first: Int, _ second: Int) {
    if first == second { return }
    let element = (elements + first).move()
    (elements + first).moveInitialize(from: elements + second, count: 1)
    (elements + second).initialize(to: element)
}

@inlinable
func heapSort<Element, Failure: Error>(
    _ elements: UnsafeMutablePointer<Element>,
    _ count: Int,
    _ isLess: (Element, Element) throws(Failure) -> Bool
) throws(Failure) {
    func sink(_ start: Int, _ count: Int) throws(Failure) {
        var parent = start
        while true {
            var child = 2 * parent + 1
            if child >= count { return }
            if child + 1 < count, try isLess(elements[child], elements[child + 1]) { child += 1 }
            guard try isLess(elements[parent], elements[child]) else { return }
            swapElements(elements, parent, child)
            parent = child
        }
    }
    for start in (0..<(count / 2)).reversed() { try sink(start, count) }
    for end in (1..<max(1, count)).reversed() {
        swapElements(elements, 0, end)
        try sink(0, end)
    }
}
