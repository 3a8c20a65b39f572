import DataParallel

extension ReturnMatrix {
    /// Throws unless there are candidates, enough periods, and numbers only.
    ///
    /// The place of the first bad return, column by column, does not depend on the threads.
    func check(
        minimumPeriods: Int,
        on executor: some ParallelExecutor
    ) throws(ValidationError) {
        guard columns > 0 else { throw .noCandidates }
        guard periods >= minimumPeriods else {
            throw .tooFewReturns(count: periods, minimum: minimumPeriods)
        }
        let columnsOfTask = 64
        let tasks = (columns + columnsOfTask - 1) / columnsOfTask
        let places = executor.slots(tasks, of: Int?.none, tasks: tasks) { task, places in
            let range =
                task * columnsOfTask * periods..<min((task + 1) * columnsOfTask, columns) * periods
            places[task] = firstUnusable(in: range)
        }
        if let place = places.lazy.compactMap({ $0 }).first {
            throw .returnNotUsable(
                candidate: place / periods,
                period: place % periods,
                value: values[place]
            )
        }
    }

    /// The first value that is NaN or so large that sums of squares might overflow.
    private func firstUnusable(in range: Range<Int>) -> Int? {
        values.withUnsafeBufferPointer { values in
            range.first { !(values[$0].magnitude <= 1e100) }
        }
    }
}
