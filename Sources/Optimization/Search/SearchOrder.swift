/// How a search orders values: larger is better, NaN is worst, ties go to the lowest index.
enum SearchOrder {
    /// The indices of the values, the best first.
    static func bestFirst(_ values: [Double]) -> [Int] {
        values.indices.sorted { isBetter(values, $0, $1) }
    }

    /// Whether one value comes before another.
    static func isBetter(_ values: [Double], _ first: Int, _ second: Int) -> Bool {
        let (a, b) = (values[first], values[second])
        if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? first < second : b.isNaN }
        return a == b ? first < second : a > b
    }
}

extension SearchTrial {
    /// What a search for one objective maximises: the first; NaN if there is none.
    var value: Double { objectives.first ?? .nan }
}
