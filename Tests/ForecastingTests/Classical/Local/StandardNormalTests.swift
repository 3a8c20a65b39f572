import Testing

@testable import Forecasting

@Suite struct StandardNormalTests {
    /// Values of `scipy.stats.norm.ppf`, SciPy 1.17.1.
    @Test(arguments: [
        (0.5, 0.0), (0.6, 0.2533471031357997), (0.9, 1.2815515655446004),
        (0.95, 1.6448536269514722), (0.975, 1.959963984540054), (0.025, -1.9599639845400545),
        (1e-6, -4.753424308822899), (1e-12, -7.034483825301131), (1e-20, -9.262340089798408),
    ])
    func isTheInverseOfTheDistribution(probability: Double, value: Double) {
        #expect(abs(StandardNormal.quantile(probability) - value) <= 1e-14 * max(1, abs(value)))
    }
}
