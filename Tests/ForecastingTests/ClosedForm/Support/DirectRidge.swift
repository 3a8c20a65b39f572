import Forecasting

/// Ridge regression on windows written out one by one, to compare with.
struct DirectRidge {
    let form: RidgeForecaster.Form
    let length: Int
    /// Intercept and weights of each step.
    let solution: [[Double]]

    init(
        _ form: RidgeForecaster.Form,
        _ columns: [[Double]],
        length: Int,
        horizon: Int,
        penalty: Double
    ) {
        self.form = form
        self.length = length
        var design: [[Double]] = []
        var targets: [[Double]] = []
        for column in columns {
            for start in 0...(column.count - length - horizon) {
                let input = Array(column[start..<(start + length)])
                if form == .rlinear, Set(input).count == 1 { continue }
                let (shift, factor) = Self.scale(form, input)
                design.append(Self.features(form, input))
                targets.append((0..<horizon).map { (column[start + length + $0] - shift) / factor })
            }
        }
        let features = design[0].count
        var diagonal = 0.0
        for feature in 0..<features {
            let values = design.map { $0[feature] }
            let mean = values.reduce(0, +) / Double(values.count)
            diagonal += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let root = (penalty * diagonal / Double(features)).squareRoot()
        design = design.map { [1] + $0 }
        for feature in 0..<features {
            var row = [Double](repeating: 0, count: features + 1)
            row[feature + 1] = root
            design.append(row)
            targets.append(Array(repeating: 0, count: horizon))
        }
        let sides = (0..<horizon).map { step in targets.map { $0[step] } }
        solution = LeastSquares.solve(design, sides)
    }

    func forecast(_ input: [Double]) -> [Double] {
        let (shift, factor) = Self.scale(form, input)
        let features = [1] + Self.features(form, input)
        return solution.map { weights in
            zip(weights, features).reduce(0) { $0 + $1.0 * $1.1 } * factor + shift
        }
    }

    static func scale(_ form: RidgeForecaster.Form, _ input: [Double]) -> (Double, Double) {
        switch form {
        case .nlinear: return (input[input.count - 1], 1)
        case .dlinear: return (0, 1)
        case .rlinear:
            let mean = input.reduce(0, +) / Double(input.count)
            let squares = input.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (mean, (squares / Double(input.count)).squareRoot() + 1e-5)
        }
    }

    /// The last value's difference from itself is left out.
    static func features(_ form: RidgeForecaster.Form, _ input: [Double]) -> [Double] {
        let (shift, factor) = scale(form, input)
        switch form {
        case .nlinear: return input.dropLast().map { $0 - shift }
        case .rlinear: return input.map { ($0 - shift) / factor }
        case .dlinear:
            let trend = input.indices.map { place in
                (-12...12).reduce(0) { sum, offset in
                    sum + input[min(max(0, place + offset), input.count - 1)]
                } / 25
            }
            return zip(input, trend).map { $0 - $1 } + trend
        }
    }
}
