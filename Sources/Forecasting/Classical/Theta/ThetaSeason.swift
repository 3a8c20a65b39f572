/// The season that is taken out of a series before the theta lines are fitted.
struct ThetaSeason: Sendable, Equatable {
    /// Whether the indices divide, or are subtracted.
    let isMultiplicative: Bool
    /// The index of each row modulo the season length; empty where there is none.
    let indices: [Double]

    init(isMultiplicative: Bool, indices: [Double]) {
        self.isMultiplicative = isMultiplicative
        self.indices = indices
    }

    /// The season of training values, if there is one.
    init(_ values: UnsafeBufferPointer<Double>, period: Int) {
        guard SeasonalIndices.isSeasonal(values, period: period) else {
            self.init(isMultiplicative: false, indices: [])
            return
        }
        if values.allSatisfy({ $0 > 0 }) {
            let indices = SeasonalIndices.classical(values, period: period, kind: .multiplicative)
            if indices.allSatisfy({ $0 >= 0.01 }) {
                self.init(isMultiplicative: true, indices: indices)
                return
            }
        }
        self.init(
            isMultiplicative: false,
            indices: SeasonalIndices.classical(values, period: period, kind: .additive)
        )
    }

    /// A value without its season; rows count from the first training row.
    func adjusted(_ value: Double, row: Int) -> Double {
        guard !indices.isEmpty else { return value }
        let index = indices[row % indices.count]
        return isMultiplicative ? value / index : value - index
    }

    /// Values without their seasons.
    func adjusted(_ values: UnsafeBufferPointer<Double>) -> [Double] {
        values.indices.map { adjusted(values[$0], row: $0) }
    }

    /// A forecast and its deviation with the season again.
    func restored(_ point: Double, _ deviation: Double, row: Int) -> (Double, Double) {
        guard !indices.isEmpty else { return (point, deviation) }
        let index = indices[row % indices.count]
        return isMultiplicative ? (point * index, deviation * index) : (point + index, deviation)
    }
}
