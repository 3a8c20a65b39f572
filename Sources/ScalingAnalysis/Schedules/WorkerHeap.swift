/// When each of several workers is free, with the first at hand: a binary heap of workers.
///
/// Ordered by time, then by number, so that ties are settled the same way every time.
struct WorkerHeap {
    /// When each worker is free, by worker, in seconds.
    private(set) var freeSeconds: [Double]
    private var heap: [Int]

    /// Workers that are all free at 0.
    init(workers: Int) {
        freeSeconds = Array(repeating: 0, count: workers)
        heap = Array(0..<workers)
    }

    /// Gives work to the worker who is free first.
    mutating func occupyFirst(for seconds: Double) {
        freeSeconds[heap[0]] += seconds
        siftDown()
    }

    /// Moves the worker at the root below all that are free before.
    private mutating func siftDown() {
        var parent = 0
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if isBefore(heap[child], heap[first]) { first = child }
            }
            if first == parent { return }
            heap.swapAt(first, parent)
            parent = first
        }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (freeSeconds[left], left) < (freeSeconds[right], right)
    }
}
