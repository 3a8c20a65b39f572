extension WeightRule {
    /// A standard deviation of returns up to which it is rounding: the price has not moved, or by the same
    /// factor at every bar.
    static let leastDeviation = 1e-14

    /// The weights that the rule gives for known moments.
    ///
    /// A symbol without risk (a standard deviation of at most 1e-14) gets its least weight from all rules but
    /// `equal`; when no symbol has a risk, all get equal weights as far as the limits allow.
    /// Where covariances are singular, 1e-8 of every variance is added to it.
    ///
    /// - Parameters:
    ///   - covariance: Of N symbols, positive semi-definite.
    ///   - means: The N mean returns; only `mean-variance` looks at them.
    ///   - limits: The N limits of the weights; nil for none.
    /// - Returns: N weights within the limits, each at least 0, with the sum 1 but for rounding.
    /// - Throws: ``BacktestError/noWeights(_:)`` for a matrix that is not positive semi-definite or numbers that
    ///   do not fit, ``BacktestError/invalidAllocation(symbols:reason:)`` for limits that cannot be kept, and
    ///   ``BacktestError/invalidSetting(name:value:requirement:)`` for the risk aversion.
    /// - Complexity: O(N³) for a step of the solvers; all sums in a fixed order.
    public func weights(
        covariance: CovarianceMatrix,
        means: [Double],
        limits: [WeightRange]? = nil
    ) throws(BacktestError) -> [Double] {
        let count = covariance.count
        guard means.count == count, limits == nil || limits?.count == count else {
            throw .noWeights(
                "\(count) symbols need as many means and limits, not \(means.count) and"
                    + " \(limits?.count ?? 0)"
            )
        }
        guard means.allSatisfy(\.isFinite) else {
            throw .noWeights("a mean return is not a number; check the prices")
        }
        let symbols = (1...count).map { "symbol \($0)" }
        let own = Dictionary(uniqueKeysWithValues: zip(symbols, limits ?? []))
        let box = try WeightBox(WeightLimits(exceptions: own), symbols: symbols)
        return try weights(
            in: box,
            where: covariance.deviations.map { $0 > Self.leastDeviation }
        ) { places in
            (covariance.selecting(places), places.map { means[$0] })
        }
    }

    /// The weights within limits, with moments made for the symbols that need them.
    func weights(
        in box: WeightBox,
        where hasRisk: [Bool],
        _ moments: ([Int]) throws(BacktestError) -> (CovarianceMatrix, [Double])
    ) throws(BacktestError) -> [Double] {
        try check()
        if self == .equal || !hasRisk.contains(true) {
            return try box.weights(where: hasRisk.map { _ in true }) { part in
                part.box.weights(inProportion: part.places.map { _ in 1 })
            }
        }
        return try box.weights(where: hasRisk) { (part) throws(BacktestError) -> [Double] in
            let (covariance, means) = try moments(part.places)
            return try estimate(covariance, means, in: part.box, ofTotal: part.total)
        }
    }

    /// The weights of symbols that all have a risk, with the sum 1.
    private func estimate(
        _ covariance: CovarianceMatrix,
        _ means: [Double],
        in box: WeightBox,
        ofTotal total: Double
    ) throws(BacktestError) -> [Double] {
        switch self {
        case .equal:
            box.weights(inProportion: means.map { _ in 1 })
        case .inverseVolatility:
            box.weights(inProportion: covariance.deviations.map { 1 / $0 })
        case .minimumVariance:
            try MinimumVariance.weights(covariance.regularised(), in: box)
        case .meanVariance(let riskAversion):
            // Of a part of the portfolio the variance counts less: (w total)² against w total.
            try MinimumVariance.weights(
                covariance.regularised(),
                means: means,
                riskAversion: riskAversion * total,
                in: box
            )
        case .maximumDiversification:
            try MaximumDiversification.weights(covariance.regularised(), in: box)
        case .equalRiskContribution:
            try EqualRiskContribution.weights(covariance.regularised(), in: box)
        case .hierarchicalRiskParity:
            HierarchicalRiskParity.weights(covariance, in: box)
        }
    }
}
