// Sorts random numbers with a parallel quicksort: join(_:_:) runs both halves, possibly at once.
import DataParallel
import Foundation

/// Sorts in place. The halves do not overlap, so both may be sorted at the same time.
func quicksort(_ numbers: UnsafeMutableBufferPointer<UInt32>) {
    if numbers.count <= 1_000 { return sortSerially(numbers) }
    let middle = partition(numbers)
    _ = join(
        { quicksort(.init(rebasing: numbers[..<middle])) },
        { quicksort(.init(rebasing: numbers[middle...])) }
    )
}

func sortSerially(_ numbers: UnsafeMutableBufferPointer<UInt32>) {
    var numbers = numbers
    numbers.sort()
}

/// Moves smaller numbers before greater ones; returns where the second part, which like the first
/// is not empty, starts.
func partition(_ numbers: UnsafeMutableBufferPointer<UInt32>) -> Int {
    let candidates = [numbers[0], numbers[numbers.count / 2], numbers[numbers.count - 1]].sorted()
    let pivot = candidates[1]
    var left = 0
    var right = numbers.count - 1
    while true {
        while numbers[left] < pivot { left += 1 }
        while numbers[right] > pivot { right -= 1 }
        if left >= right { return max(left, 1) }
        numbers.swapAt(left, right)
        left += 1
        right -= 1
    }
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count <= 1, let count = Int(arguments.first ?? "1000000"), count >= 0,
    count <= 1_000_000_000
else {
    FileHandle.standardError.write(
        Data("usage: Quicksort [COUNT]\nCOUNT is a number from 0 to 1000000000.\n".utf8)
    )
    exit(64)
}

// Counter-based random numbers: the same whatever the schedule.
var random = RandomStream(seed: 1, stream: 0)
var numbers = (0..<count).map { _ in UInt32(random.nextUniform() * 4_294_967_295) }
let sum = numbers.reduce(UInt64(0)) { $0 + UInt64($1) }

numbers.withUnsafeMutableBufferPointer { quicksort($0) }

precondition(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 }, "the result is not sorted")
precondition(numbers.reduce(UInt64(0)) { $0 + UInt64($1) } == sum, "the result has other numbers")
let digest = numbers.reduce(UInt64(14_695_981_039_346_656_037)) {
    ($0 ^ UInt64($1)) &* 1_099_511_628_211
}
print("numbers:", count)
if let least = numbers.first, let greatest = numbers.last {
    print("least:", least, "median:", numbers[count / 2], "greatest:", greatest)
}
print("digest:", String(digest, radix: 16))
