/// The memory of one series' fits: made once, used by every candidate, so that the likelihood allocates
/// nothing.
///
/// It belongs to one task.
final class ETSWorkspace {
    /// Vectors of derivatives, one number for each parameter.
    enum Row: Int, CaseIterable { case alpha, beta, gamma, phi, level, trend, error, log }

    /// The series.
    let values: UnsafeBufferPointer<Double>
    /// The season length.
    let period: Int
    /// The seasons while the recursion runs.
    let seasons: UnsafeMutablePointer<Double>
    /// The parameters of the search, and those it tries next.
    let current: UnsafeMutablePointer<Double>
    let trial: UnsafeMutablePointer<Double>
    /// The last step taken.
    let move: UnsafeMutablePointer<Double>
    /// The parameters from which searches start.
    let starts: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>)
    /// The best parameters that the searches for a form have found.
    let best: UnsafeMutablePointer<Double>
    /// The solver of the steps.
    let solver: DampedEquations
    /// The number of parameters of the form at hand.
    private(set) var count = 0

    private let rows: UnsafeMutablePointer<SIMD4<Double>>
    private let rowCapacity: Int
    private let capacity: Int
    /// Products of derivatives: the lower triangle in blocks of four rows of four.
    private let products: UnsafeMutablePointer<SIMD4<Double>>
    /// Products of derivatives with the error.
    private let errorProducts: UnsafeMutablePointer<SIMD4<Double>>
    private var vectors = 0
    private let meanSquare: Double

    init(_ values: UnsafeBufferPointer<Double>, period: Int) {
        self.values = values
        self.period = period
        // Four smoothing parameters, level, trend, seasons.
        capacity = 6 + period
        rowCapacity = (capacity + 3) / 4
        seasons = .allocate(capacity: period)
        seasons.initialize(repeating: 0, count: period)
        current = .allocate(capacity: capacity)
        current.initialize(repeating: 0, count: capacity)
        trial = .allocate(capacity: capacity)
        trial.initialize(repeating: 0, count: capacity)
        move = .allocate(capacity: capacity)
        move.initialize(repeating: 0, count: capacity)
        best = .allocate(capacity: capacity)
        best.initialize(repeating: 0, count: capacity)
        starts = (.allocate(capacity: capacity), .allocate(capacity: capacity))
        starts.0.initialize(repeating: 0, count: capacity)
        starts.1.initialize(repeating: 0, count: capacity)
        let rowCount = Row.allCases.count + period
        rows = .allocate(capacity: rowCount * rowCapacity)
        rows.initialize(repeating: .zero, count: rowCount * rowCapacity)
        let blockCount = rowCapacity * (rowCapacity + 1) / 2
        products = .allocate(capacity: 4 * blockCount)
        products.initialize(repeating: .zero, count: 4 * blockCount)
        errorProducts = .allocate(capacity: rowCapacity)
        errorProducts.initialize(repeating: .zero, count: rowCapacity)
        solver = DampedEquations(capacity: capacity)
        meanSquare = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    }

    deinit {
        seasons.deallocate()
        rows.deallocate()
        current.deallocate()
        trial.deallocate()
        best.deallocate()
        move.deallocate()
        starts.0.deallocate()
        starts.1.deallocate()
        products.deallocate()
        errorProducts.deallocate()
    }

    /// The sum of squares below which errors are noise of rounding: a perfect fit has a finite
    /// likelihood.
    @inline(__always)
    func leastSquares(_ isMultiplicative: Bool) -> Double {
        1e-28 * Double(values.count) * (isMultiplicative ? 1 : meanSquare)
    }

    /// Prepares for so many parameters; the number of vectors of four they fill.
    func begin(count: Int) -> Int {
        self.count = count
        vectors = (count + 3) / 4
        return vectors
    }

    /// A row of derivatives.
    @inline(__always)
    func row(_ row: Row) -> UnsafeMutablePointer<SIMD4<Double>> {
        rows + row.rawValue * rowCapacity
    }

    /// The derivatives of a season.
    @inline(__always)
    func season(_ place: Int) -> UnsafeMutablePointer<SIMD4<Double>> {
        rows + (Row.allCases.count + place) * rowCapacity
    }

    func clearDerivatives() {
        rows.update(repeating: .zero, count: (Row.allCases.count + period) * rowCapacity)
        products.update(repeating: .zero, count: 2 * vectors * (vectors + 1))
        errorProducts.update(repeating: .zero, count: vectors)
    }

    func set(_ row: Row, _ parameter: Int, _ value: Double) {
        self.row(row)[parameter / 4][parameter % 4] = value
    }

    func setSeason(_ place: Int, _ parameter: Int, _ value: Double) {
        season(place)[parameter / 4][parameter % 4] = value
    }

    /// Adds the products of the error's derivatives with each other and with the error.
    @inline(__always)
    func accumulate(_ error: Double) {
        let derivatives = row(.error)
        var target = products
        for first in 0..<vectors {
            let four = derivatives[first]
            let (a, b, c, d) = (four[0], four[1], four[2], four[3])
            for v in 0...first {
                let other = derivatives[v]
                target[0] += a * other
                target[1] += b * other
                target[2] += c * other
                target[3] += d * other
                target += 4
            }
            errorProducts[first] += error * four
        }
    }

    /// Hands the curvature and the slope to the solver, relative to the sum of squares.
    func finish(squares: Double, isMultiplicative: Bool) {
        let scale = 1 / max(squares, leastSquares(isMultiplicative))
        let share = isMultiplicative ? 1 / Double(values.count) : 0
        func product(_ row: Int, _ column: Int) -> Double {
            let block = (row / 4) * (row / 4 + 1) / 2 + column / 4
            return products[4 * block + row % 4][column % 4]
        }
        func errorProduct(_ parameter: Int) -> Double {
            errorProducts[parameter / 4][parameter % 4]
        }
        func logSlope(_ parameter: Int) -> Double {
            share * row(.log)[parameter / 4][parameter % 4]
        }
        solver.count = count
        for i in 0..<count {
            let h = logSlope(i)
            solver.slope[i] = (errorProduct(i) + squares * h) * scale
            for j in 0...i {
                let k = logSlope(j)
                let value =
                    product(i, j) + errorProduct(i) * k + errorProduct(j) * h
                    + squares * h * k
                solver.curvature[i * solver.capacity + j] = value * scale
            }
        }
    }
}
