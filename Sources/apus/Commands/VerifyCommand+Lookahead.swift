import ArgumentParser
import DataParallel
import MarketData
import Optimization
import Reporting

extension VerifyCommand {
    /// Replaces the future with noise and prints what changed before it.
    func verifyLookahead(_ input: StudyInput) throws {
        guard 1...1_000 ~= bars else {
            throw Failure(.usage, "--bars must be from 1 to 1000, not \(bars)")
        }
        let check = LookaheadCheck(input.optimizer, barCount: bars)
        let pool = ThreadPool.shared
        if !quiet, !json {
            Console.print(StudyHeader.lines(input, workers: StudyHeader.workers(pool)))
            Console.print()
            Console.print(plan(check))
            Console.print()
        }
        let report: LookaheadReport
        do throws(OptimizationError) {
            report = try check.run(on: pool, cancellation: Interrupt.token)
        } catch {
            guard error == .cancelled else { throw error }
            throw Interruption(signal: Interrupt.signal, message: "stopped: nothing was verified")
        }
        try show(report, check)
        guard report.findings.isEmpty, report.failedCandidates.count < report.candidates.count
        else {
            throw ExitCode(1)
        }
    }

    private func plan(_ check: LookaheadCheck) -> [String] {
        let table = check.optimizer.table
        let times = check.bars.map { UTCTime.format(table.timestamps[$0]) }
        let models = check.optimizer.space.policies.models
        var lines = wrapped(
            "noise after \(times.joined(separator: ", ")) (seed \(check.optimizer.settings.seed))",
            bullet: "checks      "
        )
        for model in models { lines.append("model       \(model.label)") }
        for candidate in check.candidates {
            let portfolio = Describe.shortened(Describe.portfolio(candidate))
            lines.append("candidate   #\(candidate.id)  \(portfolio)  \(Describe.rule(candidate))")
        }
        return lines
    }

    private func show(_ report: LookaheadReport, _ check: LookaheadCheck) throws {
        if json { return Console.print(try JSONText.encode(LookaheadJSON(report, check))) }
        for finding in report.findings {
            let who = finding.candidate.map { "#\($0)" } ?? "model"
            Console.print(
                "LOOKS AHEAD: \(who) (\(finding.subject)), noise after"
                    + " \(UTCTime.format(finding.timestamp)): \(finding.difference)"
            )
        }
        if !report.failedCandidates.isEmpty {
            let ids = report.failedCandidates.map { "#\($0)" }.joined(separator: ", ")
            Console.print("not checked: \(ids), which fail with the true prices, too")
        }
        let checked = report.candidates.count - report.failedCandidates.count
        let what =
            "\(Format.counted(checked, "candidate")) and \(Format.counted(report.modelCount, "model")),"
            + " \(Format.counted(report.bars.count, "bar")),"
            + " \(Format.count(report.comparisons)) numbers compared"
        if !report.findings.isEmpty {
            Console.print("NOT VERIFIED: something looks ahead (\(what)).")
        } else if checked == 0 {
            Console.print("NOT VERIFIED: no candidate could be run (\(what)).")
        } else {
            Console.print("Verified: nothing looks ahead (\(what)).")
        }
    }
}

/// What `verify --lookahead --json` prints.
private struct LookaheadJSON: Encodable {
    struct Finding: Encodable {
        let configID: Int?
        let subject: String
        let noiseAfter: String
        let difference: String

        enum CodingKeys: String, CodingKey {
            case configID = "config_id"
            case subject, noiseAfter, difference
        }
    }

    let verified: Bool
    let noiseAfter: [String]
    let candidates: [Int]
    let failedCandidates: [Int]
    let models: [String]
    let comparisons: Int
    let findings: [Finding]

    init(_ report: LookaheadReport, _ check: LookaheadCheck) {
        verified =
            report.findings.isEmpty && report.failedCandidates.count < report.candidates.count
        noiseAfter = report.bars.map { UTCTime.format(check.optimizer.table.timestamps[$0]) }
        candidates = report.candidates
        failedCandidates = report.failedCandidates
        models = check.optimizer.space.policies.models.map(\.label)
        comparisons = report.comparisons
        findings = report.findings.map { finding in
            Finding(
                configID: finding.candidate,
                subject: finding.subject,
                noiseAfter: UTCTime.format(finding.timestamp),
                difference: finding.difference
            )
        }
    }
}
