/// Which combinations of rebalancing settings behave the same: those that differ only in what their
/// method does not look at. Everything follows from the index; nothing is listed.
///
/// The canonical combination of those that behave the same is the first: what is not looked at has
/// its first value.
struct PolicyFolding: Sendable, Equatable {
    /// What a method looks at.
    struct Rule: Sendable, Equatable {
        let usesThreshold: Bool
        let usesCalendar: Bool
        /// Minimum interval and momentum veto.
        let usesLimits: Bool
        /// For each use of forecasts, the first that does the same.
        let forecasts: [Int]
    }

    /// The numbers of thresholds, methods, days, hours, vetoes and uses of forecasts.
    private let radices: [Int]
    private let methods: [Method]
    /// Distinct combinations with the first threshold, and with each further one.
    private let firstCount: Int
    private let furtherCount: Int

    /// The number of combinations.
    let count: Int
    /// The number that behave differently.
    let distinctCount: Int
    /// Looking things up is faster where there are few.
    private var table: Table?

    private struct Method: Sendable, Equatable {
        let rule: Rule
        /// The number of levels of days, hours, vetoes and forecasts that differ.
        let radices: [Int]
        /// The uses of forecasts that differ, ascending.
        let forecasts: [Int]
        /// Distinct combinations of the methods before it, with the first threshold.
        let beforeWithFirst: Int
        /// The same with a further threshold.
        let beforeWithFurther: Int

        var count: Int { radices.reduce(1, *) }
    }

    private struct Table: Sendable, Equatable {
        var places: [Int] = []
        var distinct: [Int] = []
    }

    private static let mostInTable = 1 << 16

    /// - Precondition: The product of the numbers of levels can be counted.
    init(thresholds: Int, methods rules: [Rule], days: Int, hours: Int, vetoes: Int) {
        radices = [thresholds, rules.count, days, hours, vetoes, rules[0].forecasts.count]
        var methods: [Method] = []
        var (first, further) = (0, 0)
        for rule in rules {
            let forecasts = rule.forecasts.indices.filter { rule.forecasts[$0] == $0 }
            let method = Method(
                rule: rule,
                radices: [
                    rule.usesCalendar ? days : 1, rule.usesLimits ? hours : 1,
                    rule.usesLimits ? vetoes : 1, forecasts.count,
                ],
                forecasts: forecasts,
                beforeWithFirst: first,
                beforeWithFurther: further
            )
            first += method.count
            if rule.usesThreshold { further += method.count }
            methods.append(method)
        }
        self.methods = methods
        firstCount = first
        furtherCount = further
        count = radices.reduce(1, *)
        distinctCount = first + (thresholds - 1) * further
        guard count <= Self.mostInTable else { return }
        table = Table(
            places: (0..<count).map { place(of: $0) },
            distinct: (0..<distinctCount).map { self.index(ofPlace: $0) }
        )
    }

    /// The levels of a combination: threshold, method, days, hours, veto, use of forecasts.
    func levels(of index: Int) -> [Int] {
        var rest = index
        var levels = radices
        for place in radices.indices.reversed() {
            levels[place] = rest % radices[place]
            rest /= radices[place]
        }
        return levels
    }

    /// The combination of some levels.
    func index(of levels: [Int]) -> Int {
        zip(levels, radices).reduce(0) { $0 * $1.1 + $1.0 }
    }

    /// The first combination that behaves like this one.
    func canonical(_ index: Int) -> Int { self.index(ofPlace: place(of: index)) }

    private func canonicalLevels(of index: Int) -> [Int] {
        var levels = levels(of: index)
        let rule = methods[levels[1]].rule
        if !rule.usesThreshold { levels[0] = 0 }
        if !rule.usesCalendar { levels[2] = 0 }
        if !rule.usesLimits { (levels[3], levels[4]) = (0, 0) }
        levels[5] = rule.forecasts[levels[5]]
        return levels
    }

    /// How many canonical combinations come before that of `index`.
    func place(of index: Int) -> Int {
        if let table { return table.places[index] }
        let levels = canonicalLevels(of: index)
        let method = methods[levels[1]]
        let forecast = method.forecasts.firstIndex(of: levels[5]) ?? 0
        let own = zip(levels[2...4] + [forecast], method.radices).reduce(0) { $0 * $1.1 + $1.0 }
        if levels[0] == 0 { return method.beforeWithFirst + own }
        return firstCount + (levels[0] - 1) * furtherCount + method.beforeWithFurther + own
    }

    /// The canonical combination that so many others come before.
    func index(ofPlace place: Int) -> Int {
        precondition(0..<distinctCount ~= place)
        if let table { return table.distinct[place] }
        var (threshold, rest) = (0, place)
        if place >= firstCount {
            (threshold, rest) = (place - firstCount).quotientAndRemainder(dividingBy: furtherCount)
            threshold += 1
        }
        let isFirst = threshold == 0
        let number = methods.lastIndex { method in
            (isFirst || method.rule.usesThreshold)
                && (isFirst ? method.beforeWithFirst : method.beforeWithFurther) <= rest
        }!
        let method = methods[number]
        rest -= isFirst ? method.beforeWithFirst : method.beforeWithFurther
        var levels = [threshold, number, 0, 0, 0, 0]
        for place in method.radices.indices.reversed() {
            levels[2 + place] = rest % method.radices[place]
            rest /= method.radices[place]
        }
        levels[5] = method.forecasts[levels[5]]
        return index(of: levels)
    }

    /// The canonical combinations, ascending, made when they are looked at.
    struct Distinct: RandomAccessCollection, Sendable {
        let folding: PolicyFolding

        var startIndex: Int { 0 }
        var endIndex: Int { folding.distinctCount }
        subscript(place: Int) -> Int { folding.index(ofPlace: place) }
    }
}
