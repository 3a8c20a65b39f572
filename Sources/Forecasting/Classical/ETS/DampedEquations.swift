/// Solves the damped normal equations of a step of least squares, for the parameters that are free.
///
/// K. Levenberg, "A method for the solution of certain non-linear problems in least squares" (1944);
/// D. W. Marquardt, "An algorithm for least-squares estimation of nonlinear parameters" (1963).
final class DampedEquations {
    let capacity: Int
    var count = 0
    /// The lower triangle of the sum of products of derivatives.
    let curvature: UnsafeMutablePointer<Double>
    /// What the products of first derivatives miss of the curvature, as learnt from the steps taken.
    let correction: UnsafeMutablePointer<Double>
    /// The sum of products of derivatives and errors.
    let slope: UnsafeMutablePointer<Double>
    /// Which parameters may move.
    let isFree: UnsafeMutablePointer<Bool>
    /// The step found; 0 for what may not move.
    let step: UnsafeMutablePointer<Double>
    private let previousSlope: UnsafeMutablePointer<Double>
    private let difference: UnsafeMutablePointer<Double>
    private let factor: UnsafeMutablePointer<Double>
    private let places: UnsafeMutablePointer<Int>

    init(capacity: Int) {
        self.capacity = capacity
        curvature = .allocate(capacity: capacity * capacity)
        curvature.initialize(repeating: 0, count: capacity * capacity)
        correction = .allocate(capacity: capacity * capacity)
        correction.initialize(repeating: 0, count: capacity * capacity)
        previousSlope = .allocate(capacity: capacity)
        previousSlope.initialize(repeating: 0, count: capacity)
        difference = .allocate(capacity: capacity)
        difference.initialize(repeating: 0, count: capacity)
        factor = .allocate(capacity: capacity * capacity)
        factor.initialize(repeating: 0, count: capacity * capacity)
        slope = .allocate(capacity: capacity)
        slope.initialize(repeating: 0, count: capacity)
        step = .allocate(capacity: capacity)
        step.initialize(repeating: 0, count: capacity)
        isFree = .allocate(capacity: capacity)
        isFree.initialize(repeating: true, count: capacity)
        places = .allocate(capacity: capacity)
        places.initialize(repeating: 0, count: capacity)
    }

    deinit {
        curvature.deallocate()
        correction.deallocate()
        previousSlope.deallocate()
        difference.deallocate()
        factor.deallocate()
        slope.deallocate()
        step.deallocate()
        isFree.deallocate()
        places.deallocate()
    }

    /// Forgets what was learnt of the curvature.
    func forget() {
        correction.update(repeating: 0, count: capacity * capacity)
    }

    /// Keeps the slope, to compare it with the one after the step.
    func keepSlope() {
        previousSlope.update(from: slope, count: count)
    }

    /// Learns from how the slope has changed along a step what the products of first derivatives miss,
    /// by a symmetric update of rank one, and adds it to the curvature.
    ///
    /// J. E. Dennis, D. M. Gay, R. E. Welsch, "An adaptive nonlinear least-squares algorithm", ACM
    /// Transactions on Mathematical Software 7 (1981).
    ///
    /// - Parameter step: How far each parameter has moved; nil before the first step.
    func learn(step: UnsafePointer<Double>?) {
        if let step {
            var product = 0.0
            var scale = 0.0
            for i in 0..<count {
                var along = 0.0
                for j in 0..<count {
                    let place = i >= j ? i * capacity + j : j * capacity + i
                    along += (curvature[place] + correction[place]) * step[j]
                }
                difference[i] = slope[i] - previousSlope[i] - along
                product += difference[i] * step[i]
                scale += abs(difference[i] * step[i])
            }
            if abs(product) > 1e-6 * scale, product != 0 {
                for i in 0..<count {
                    for j in 0...i {
                        correction[i * capacity + j] += difference[i] * difference[j] / product
                    }
                }
            }
        }
        for i in 0..<count {
            // A parameter keeps a curvature of its own.
            let own = curvature[i * capacity + i]
            for j in 0...i { curvature[i * capacity + j] += correction[i * capacity + j] }
            curvature[i * capacity + i] = max(curvature[i * capacity + i], 0.1 * own)
        }
    }

    /// Finds the step `-(H + d diag(H))^-1 g`; false if that is not positive definite.
    func solve(damping: Double) -> Bool {
        var free = 0
        for place in 0..<count {
            step[place] = 0
            if isFree[place] && curvature[place * capacity + place] > 0 {
                places[free] = place
                free += 1
            }
        }
        for i in 0..<free {
            let row = factor + i * capacity
            let source = curvature + places[i] * capacity
            for j in 0...i {
                let other = factor + j * capacity
                var sum = source[places[j]]
                if i == j { sum *= 1 + damping }
                for k in 0..<j { sum -= row[k] * other[k] }
                if i == j {
                    guard sum > 1e-14 * source[places[i]] else { return false }
                    row[i] = sum.squareRoot()
                } else {
                    row[j] = sum / other[j]
                }
            }
        }
        for i in 0..<free {
            var sum = -slope[places[i]]
            for k in 0..<i { sum -= factor[i * capacity + k] * step[k] }
            step[i] = sum / factor[i * capacity + i]
        }
        for i in stride(from: free - 1, through: 0, by: -1) {
            var sum = step[i]
            for k in (i + 1)..<max(free, i + 1) { sum -= factor[k * capacity + i] * step[k] }
            step[i] = sum / factor[i * capacity + i]
        }
        // The places ascend, so that moving from the last on overwrites nothing that is still needed.
        for i in stride(from: free - 1, through: 0, by: -1) where places[i] != i {
            step[places[i]] = step[i]
            step[i] = 0
        }
        return true
    }
}
