import Backtesting
import Testing

@testable import Optimization

@Suite struct PolicyFoldingTests {
    /// What a policy does, written out once more.
    private struct Behaviour: Hashable {
        let method: RebalancingPolicy.Method
        let threshold: Double?
        let days: Int?
        let hours: Int?
        let veto: Bool?
        let forecast: ForecastPolicy?

        init(_ policy: RebalancingPolicy) {
            let isNever = policy.method == .never
            method = policy.method
            threshold = policy.method.usesThreshold ? policy.threshold : nil
            days = policy.method.usesCalendar ? policy.calendarDays : nil
            hours = isNever ? nil : policy.minimumIntervalHours
            veto = isNever ? nil : policy.momentumVeto
            forecast = isNever && policy.forecast?.movesTargets != true ? nil : policy.forecast
        }
    }

    private static func spaces() throws -> [PolicySpace] {
        let model = try ForecastModel(
            name: "naive",
            inputLength: 4,
            horizon: 1,
            refitBars: 5,
            warmupBars: nil,
            settings: [:]
        )
        let forecasts: [ForecastPolicy?] = [
            try ForecastPolicy(.veto(rise: 0.1), signal: 0, delay: 1), nil,
            try ForecastPolicy(.tilt(strength: 1, cap: 1), signal: 0, delay: 1),
            try ForecastPolicy(.veto(rise: 0.2), signal: 0, delay: 1),
        ]
        return try [
            PolicySpace(
                thresholds: [0.3, 0.1, 0.2],
                methods: [.calendar, .never, .hybrid, .threshold],
                calendarDays: [9, 3],
                minimumIntervalHours: [0, 24, 12],
                momentumVetoes: [true, false],
                forecasts: forecasts,
                models: [model]
            ),
            PolicySpace(
                thresholds: [0.1, 0.2],
                methods: [.calendar],
                calendarDays: [1, 2, 3],
                minimumIntervalHours: [5],
                momentumVetoes: [false]
            ),
            PolicySpace(
                thresholds: [0.1],
                methods: [.never],
                calendarDays: [1],
                minimumIntervalHours: [5, 6],
                momentumVetoes: [false, true]
            ),
            .init(
                thresholds: (0..<50).map { Double($0) / 100 },
                methods: [.threshold, .calendar, .hybrid],
                calendarDays: Array(1...30),
                minimumIntervalHours: Array(0..<20),
                momentumVetoes: [true]
            ),
        ]
    }

    /// Small spaces look things up, the last one computes them.
    @Test(arguments: 0..<4)
    func foldsWhatBehavesTheSame(place: Int) throws {
        let policies = try Self.spaces()[place]
        var first: [Behaviour: Int] = [:]
        var distinct: [Int] = []
        for index in 0..<policies.count {
            let behaviour = Behaviour(policies[index])
            if first[behaviour] == nil {
                first[behaviour] = index
                distinct.append(index)
            }
            #expect(policies.canonicalIndex(of: index) == first[behaviour])
            #expect(policies.index(ofLevels: policies.levels(of: index)) == index)
            #expect(policies.distinctPlace(of: index) == distinct.firstIndex(of: first[behaviour]!))
        }
        #expect(Array(policies.distinctIndices) == distinct)
        #expect(place != 3 || policies.count == 90_000)
    }

    @Test func describesMoreThanCouldBeListed() throws {
        let policies = try PolicySpace(
            thresholds: (0..<10_000).map { Double($0) / 1e5 },
            methods: [.threshold, .calendar, .hybrid],
            calendarDays: Array(1...10_000),
            minimumIntervalHours: Array(0..<1_000),
            momentumVetoes: [false, true]
        )
        #expect(policies.count == 600_000_000_000)
        #expect(policies.distinctIndices.count == 2_000 * (10_000 + 10_000 + 100_000_000))
        for place in stride(from: 0, to: policies.distinctIndices.count, by: 1_234_567_891) {
            let index = policies.distinctIndices[place]
            #expect(policies.distinctPlace(of: index) == place)
            #expect(policies.canonicalIndex(of: index) == index)
        }
    }
}
