#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Fits forms to one series.
struct ETSFit {
    private let workspace: ETSWorkspace
    private let values: UnsafeBufferPointer<Double>
    private let period: Int

    /// A form with its best parameters.
    struct Candidate {
        let form: ETSForm
        let smoothing: ETSSmoothing
        let initial: ETSState
        let logLikelihood: Double
        let parameterCount: Int
        let aicc: Double
    }

    init(_ values: UnsafeBufferPointer<Double>, period: Int) {
        self.values = values
        self.period = period
        workspace = ETSWorkspace(values, period: period)
    }

    /// The number of values a form needs: as many as let its AICc be defined, and two whole seasons.
    static func neededCount(_ form: ETSForm, period: Int) -> Int {
        max(
            form.parameterCount(period: form.season == .none ? 1 : period) + 3,
            form.season == .none ? 0 : 2 * period
        )
    }

    /// The candidate with the least AICc; the first of equals. Nil if none can be fitted.
    func best(of forms: [ETSForm]) -> Candidate? {
        var best: Candidate?
        for form in forms {
            let search = ETSSearch(form, workspace)
            let limit = best.map { objective(ofAICc: $0.aicc, search.count + 1) } ?? .infinity
            let found = search.run(values, limit: limit)
            guard found.isFinite else { continue }
            let logLikelihood = -0.5 * (Double(values.count) * found + constant)
            let aicc = aicc(logLikelihood, search.count + 1)
            if aicc < best?.aicc ?? .infinity {
                let (smoothing, initial) = search.result()
                best = Candidate(
                    form: form,
                    smoothing: smoothing,
                    initial: initial,
                    logLikelihood: logLikelihood,
                    parameterCount: search.count,
                    aicc: aicc
                )
            }
        }
        return best
    }

    /// What the likelihood adds to n times the objective: `n (log(2 pi) + 1 - log(n))`.
    private var constant: Double {
        let n = Double(values.count)
        return n * (log(2 * Double.pi) + 1 - log(n))
    }

    /// `-2 log L + 2 k + 2 k (k + 1) / (n - k - 1)`.
    private func aicc(_ logLikelihood: Double, _ count: Int) -> Double {
        -2 * logLikelihood + penalty(count)
    }

    private func penalty(_ count: Int) -> Double {
        let k = Double(count)
        return 2 * k + 2 * k * (k + 1) / (Double(values.count) - k - 1)
    }

    /// The objective with which a form of so many parameters has an AICc.
    private func objective(ofAICc aicc: Double, _ count: Int) -> Double {
        (aicc - penalty(count) - constant) / Double(values.count)
    }
}
