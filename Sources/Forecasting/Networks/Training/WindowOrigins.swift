/// The first rows of targets in several runs, numbered one after the other.
struct WindowOrigins: Sendable {
    let count: Int
    private let first: Range<Int>
    private let rest: [Range<Int>]

    /// - Precondition: There is a run, and none is empty.
    init(_ runs: [Range<Int>]) {
        precondition(!runs.isEmpty && runs.allSatisfy { !$0.isEmpty })
        first = runs[0]
        rest = Array(runs.dropFirst())
        count = runs.reduce(0) { $0 + $1.count }
    }

    /// The origin of a number.
    @inline(__always)
    subscript(number: Int) -> Int {
        number < first.count ? first.lowerBound + number : later(number - first.count)
    }

    private func later(_ number: Int) -> Int {
        var number = number
        for run in rest {
            if number < run.count { return run.lowerBound + number }
            number -= run.count
        }
        preconditionFailure("there is no such origin")
    }
}
