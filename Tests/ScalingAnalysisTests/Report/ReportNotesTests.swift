import ScalingAnalysis
import Testing

@Suite struct ReportNotesTests {
    /// What three digests amount to.
    struct Digests: Sendable {
        let values: [String?]
        let expected: DigestAgreement
    }

    @Test(arguments: [
        Digests(values: ["a", "a", "a"], expected: .agree),
        Digests(values: ["a", "b", "a"], expected: .differ),
        Digests(values: ["a", "b", nil], expected: .differ),
        Digests(values: ["a", nil, "a"], expected: .unknown),
        Digests(values: [nil, nil, nil], expected: .unknown),
        Digests(values: ["a"], expected: .unknown),
    ])
    func comparesDigests(digests: Digests) throws {
        let measurements = try digests.values.enumerated().map {
            try measurement($0.offset + 1, [1, 1], digest: $0.element)
        }
        let report = try report(measurements)
        #expect(report.digestAgreement == digests.expected)
        #expect(
            report.notes.contains { $0.hasPrefix("The digests differ") }
                == (digests.expected == .differ)
        )
        #expect(
            report.notes.contains { $0.hasPrefix("There are no digests of all rows") }
                == (digests.expected == .unknown)
        )
    }

    @Test func warnsOfNoiseAboveTheLimit() throws {
        // Runs of 1 - d, 1 and 1 + d have a spread of d.
        func note(_ spreads: [Double]) throws -> String? {
            let measurements = try spreads.enumerated().map {
                try measurement($0.offset + 1, [1 - $0.element, 1, 1 + $0.element])
            }
            return try report(measurements).notes.first { $0.hasPrefix("Noisy") }
        }
        #expect(try note([0.049, 0.01, 0]) == nil)
        #expect(try note([0.01, 0.051])?.hasPrefix("Noisy: with 2 threads the") == true)
        #expect(try note([0.06, 0.01, 0.2])?.hasPrefix("Noisy: with 1 and 3 threads the") == true)
        #expect(
            try note([0.06, 0.1, 0.2])?.hasPrefix("Noisy: with 1, 2 and 3 threads the") == true
        )
        #expect(try note([0.06])?.contains("more than 5 % of the median") == true)
        #expect(ScalingReport.noiseLimit == 0.05)
    }

    @Test func oneRunHasUnknownNoise() throws {
        let report = try report([measurement(1, [1]), measurement(2, [1, 1])])
        #expect(report.notes.contains("One run only with 1 thread: its noise is not known."))
        #expect(!report.measured[0].isNoisy)
    }

    @Test func thereIsNothingToSayAboutSoundFigures() throws {
        let times = [(1, 10.3), (2, 5.6), (4, 3.1), (8, 2.05)]
        let report = try report(
            times.map { try measurement($0.0, [$0.1, $0.1]) },
            schedule: ScheduleSimulation(blocks: [1])
        )
        #expect(report.notes.isEmpty)
    }
}
