/// Which points of long curves are drawn: so many that no screen shows more, extremes among them.
enum ChartSample {
    private static let most = 720

    /// Ascending places in curves of equal length: evenly spaced ones, the last, and the highest and lowest
    /// of each curve.
    static func indices(_ curves: [[Double]]) -> [Int] {
        guard let count = curves.first?.count, count > 0 else { return [] }
        guard count > most else { return Array(0..<count) }
        var chosen = Set((0..<most).map { $0 * (count - 1) / (most - 1) })
        for curve in curves {
            if let low = curve.indices.min(by: { curve[$0] < curve[$1] }) { chosen.insert(low) }
            if let high = curve.indices.max(by: { curve[$0] < curve[$1] }) { chosen.insert(high) }
        }
        return chosen.sorted()
    }
}
