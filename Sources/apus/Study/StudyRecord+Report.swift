import Reporting
import Studies

extension StudyRecord {
    /// Refuses what a study is not made of any more.
    func check(isStill specification: StudySpecification) throws(StudiesError) {
        let differences = self.specification.differences(from: specification)
        guard differences.isEmpty else { throw .changed(name: name, differences: differences) }
    }

    /// How long its runs took, as far as they ended by themselves; nil if none did.
    var timing: PageRun.Timing? {
        runs.last { $0.seconds != nil }.map {
            PageRun.Timing(seconds: seconds, processorSeconds: nil, workers: $0.workers)
        }
    }
}
