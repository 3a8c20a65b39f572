import DataParallel
import Optimization
import Reporting

/// The files of a study as bytes.
struct StudyFiles {
    static let resultsName = "results.csv"
    static let partialName = "results.partial.csv"
    static let configurationName = "optimized_config.yaml"
    static let reportName = "report.txt"
    static let pageName = "report.html"
    static let paretoName = "pareto.csv"

    let results: [UInt8]
    let configuration: [UInt8]
    let report: [UInt8]
    let page: [UInt8]
    /// Of a search for several objectives.
    let pareto: [UInt8]?
    let digest: Digest

    /// Makes the files of a complete study.
    ///
    /// - Parameters:
    ///   - arguments: What its command was given.
    ///   - timing: How long it took so far; nil if nobody knows.
    init(
        _ result: OptimizationResult,
        _ selection: Selection,
        input: StudyInput,
        arguments: [String],
        timing: PageRun.Timing?,
        on executor: some ParallelExecutor
    ) throws {
        results = ResultsCSV.encode(result, on: executor)
        digest = Digest(of: results)
        let yaml = try input.configuration(of: result).yaml(of: result, version: Apus.version)
        configuration = Array(yaml.utf8)
        pareto = result.search?.pareto.map { ParetoCSV.encode($0, of: result) }
        report = Array(TextReport(result: result, selection: selection, digest: digest).text.utf8)
        let run = PageRun(
            command: StudyArguments.command(OptimizeCommand.storedName, arguments),
            version: Apus.version,
            timing: timing
        )
        let html = try StudyPage(result: result, selection: selection, digest: digest, run: run)
            .html
        page = Array(html.utf8)
    }

    /// All files with their names.
    var all: [(name: String, bytes: [UInt8])] {
        [
            (Self.resultsName, results), (Self.configurationName, configuration),
            (Self.pageName, page), (Self.reportName, report),
        ] + (pareto.map { [(Self.paretoName, $0)] } ?? [])
    }
}
