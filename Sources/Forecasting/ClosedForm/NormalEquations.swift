/// The normal equations of several regressions on the same features, with intercepts.
///
/// Features and targets are centred, which takes the intercepts out of the equations (and out of what is
/// penalised): with `F` the centred features and `T` the centred targets, the weights solve
/// `(FᵀF + λ P) W = FᵀT`, and the intercepts are what the means leave over.
struct NormalEquations: Sendable {
    let features: Int
    let targets: Int
    /// The length of a row in memory.
    let stride: Int
    /// `FᵀF`, row by row, padded; right only up to the diagonal.
    private var gram: [Double]
    /// `TᵀF`, one target after the other, padded.
    private let cross: [Double]
    private let featureMeans: [Double]
    private let targetMeans: [Double]

    /// Takes the equations out of sums of products.
    ///
    /// - Parameters:
    ///   - products: Row by row a feature each; right from the diagonal on.
    ///   - width: Numbers in each row of `products`.
    ///   - features: How many of the first columns are features.
    ///   - targets: The columns of the targets.
    ///   - means: Of each column.
    init(
        products: [Double],
        width: Int,
        features: Int,
        targets: Range<Int>,
        means: [Double]
    ) {
        self.features = features
        self.targets = targets.count
        let stride = features.paddedToLanes
        self.stride = stride
        var gram = [Double](repeating: 0, count: features * stride)
        var cross = [Double](repeating: 0, count: targets.count * stride)
        for row in 0..<features {
            for column in row..<features {
                gram[column * stride + row] = products[row * width + column]
            }
            for (target, column) in targets.enumerated() {
                cross[target * stride + row] = products[row * width + column]
            }
        }
        self.gram = gram
        self.cross = cross
        featureMeans = Array(means.prefix(features))
        targetMeans = Array(means[targets])
    }

    /// The mean of the diagonal of `FᵀF`.
    var meanDiagonal: Double {
        var sum = 0.0
        for row in 0..<features { sum += gram[row * stride + row] }
        return features == 0 ? 0 : sum / Double(features)
    }

    /// The mean of the diagonal of `B FᵀF Bᵀ` for a matrix of `rows` rows with `BᵀB = metric`.
    func meanDiagonal(metric: [Double], rows: Int) -> Double {
        var sum = 0.0
        for row in 0..<features {
            for column in 0..<row {
                sum += 2 * gram[row * stride + column] * metric[row * stride + column]
            }
            sum += gram[row * stride + row] * metric[row * stride + row]
        }
        return rows == 0 ? 0 : sum / Double(rows)
    }

    /// Solves the equations.
    ///
    /// - Parameters:
    ///   - penalty: `λ`.
    ///   - shape: `P` laid out like the equations; nil for the identity.
    ///   - model: Whose equations they are, for errors.
    /// - Throws: ``ForecastingError/diverged(model:where:)`` for sums that are not finite,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for a singular matrix,
    ///   ``ForecastingError/cancelled``.
    func solve(
        penalty: Double,
        shape: [Double]? = nil,
        model: String,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> LinearMap {
        let scale = meanDiagonal
        guard scale.isFinite, Self.areFinite(targetMeans), Self.areFinite(cross) else {
            throw .diverged(model: model, where: "the sums of products")
        }
        // Features that never vary say nothing about the targets.
        guard scale > 0 else {
            return LinearMap(
                inputs: features,
                weights: Array(repeating: 0, count: targets * stride),
                intercepts: targetMeans
            )
        }
        try parallelism.checkCancellation()
        var matrix = gram
        for row in 0..<features {
            if let shape {
                for column in 0...row {
                    matrix[row * stride + column] += penalty * shape[row * stride + column]
                }
            } else {
                matrix[row * stride + row] += penalty
            }
        }
        let factor: Cholesky
        do throws(Cholesky.Failure) {
            factor = try Cholesky(matrix, order: features, on: parallelism)
        } catch {
            throw .invalidSetting(
                name: "penalty of \(model)",
                value: "too small",
                requirement: "makes its \(features) normal equations positive definite, which they"
                    + " are not from row \(error.row + 1) on: use a larger penalty, more data or a"
                    + " shorter input"
            )
        }
        let weights = factor.solve(cross, on: parallelism)
        let intercepts = (0..<targets).map { target in
            var sum = 0.0
            for feature in 0..<features {
                sum += weights[target * stride + feature] * featureMeans[feature]
            }
            return targetMeans[target] - sum
        }
        guard Self.areFinite(weights), Self.areFinite(intercepts) else {
            throw .diverged(model: model, where: "the solution of the normal equations")
        }
        return LinearMap(inputs: features, weights: weights, intercepts: intercepts)
    }

    private static func areFinite(_ values: [Double]) -> Bool { values.allSatisfy { $0.isFinite } }
}

/// `y = W x + b`.
struct LinearMap: Sendable, Equatable {
    /// The length of `x`.
    let inputs: Int
    /// One row for each output, padded to a multiple of eight.
    let weights: [Double]
    /// One for each output.
    let intercepts: [Double]

    var outputs: Int { intercepts.count }
    var stride: Int { inputs.paddedToLanes }
}
