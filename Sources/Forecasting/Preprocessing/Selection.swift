/// Finds order statistics without sorting everything.
enum Selection {
    /// Moves values so that those at the given places are what they would be if all were sorted.
    ///
    /// C. A. R. Hoare, "Algorithm 65: find", CACM 4 (1961), with the median of three as the pivot; sorts what
    /// does not get shorter as it should.
    ///
    /// - Parameter places: Ascending. Values are not NaN.
    /// - Complexity: O(n) for a few places, on average; O(n log n) at worst.
    static func order(_ values: inout [Double], at places: [Int]) {
        var first = 0
        values.withUnsafeMutableBufferPointer { values in
            for place in places where place >= first {
                let range = first..<values.count
                // As many halvings as it should take, four times over.
                let budget = 4 * (Int.bitWidth - range.count.leadingZeroBitCount)
                select(place, in: range, of: values, budget: budget)
                first = place + 1
            }
        }
    }

    /// Puts one place right in a range that holds what belongs there, by at most `budget` partitions.
    static func select(
        _ place: Int,
        in range: Range<Int>,
        of values: UnsafeMutableBufferPointer<Double>,
        budget: Int
    ) {
        var low = range.lowerBound
        var high = range.upperBound - 1
        var budget = budget
        while low < high {
            guard budget > 0 else {
                var rest = values[low...high]
                rest.sort()
                return
            }
            budget -= 1
            let (a, b, c) = (values[low], values[low + (high - low) / 2], values[high])
            let pivot = max(min(a, b), min(max(a, b), c))
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            // From low to right no value is above the pivot, from left to high none below.
            if place <= right {
                high = right
            } else if place >= left {
                low = left
            } else {
                return
            }
        }
    }
}
