extension ScalingReport {
    /// What to know about the rows before using them.
    static func notes(onRows rows: [MeasuredRow], agreement: DigestAgreement) -> [String] {
        var notes: [String] = []
        switch agreement {
        case .agree: break
        case .differ:
            notes.append(
                "The digests differ: the results depend on the number of threads, so the times are"
                    + " not of the same work."
            )
        case .unknown:
            notes.append(
                "There are no digests of all rows to compare: whether the results are the same at"
                    + " every number of threads is not known."
            )
        }
        if rows.first?.threads != 1 {
            notes.append("One thread was not measured: there are no speed-ups.")
        }
        let noisy = rows.filter(\.isNoisy)
        if !noisy.isEmpty {
            notes.append(
                "Noisy: with \(threads(noisy)) the middle half of the runs spans more than"
                    + " \(Int(noiseLimit * 100)) % of the median. Do not rely on differences of that"
                    + " size; repeat on an idle machine."
            )
        }
        let single = rows.filter { $0.runSeconds.count == 1 }
        if !single.isEmpty {
            notes.append("One run only with \(threads(single)): its noise is not known.")
        }
        let oversubscribed = rows.filter(\.isOversubscribed)
        if !oversubscribed.isEmpty {
            notes.append(
                "Oversubscribed: \(threads(oversubscribed)) are more than there are processors."
                    + " These times are left out of the fits."
            )
        }
        return notes
    }

    /// For example `1, 2 and 4 threads`.
    private static func threads(_ rows: [MeasuredRow]) -> String {
        let counts = rows.map { "\($0.threads)" }
        guard let last = counts.last, counts.count > 1 else {
            return counts == ["1"] ? "1 thread" : "\(counts.joined()) threads"
        }
        return "\(counts.dropLast().joined(separator: ", ")) and \(last) threads"
    }
}
