import Forecasting
import TestSupport
import Testing

@Suite struct RollingOriginTests {
    /// 20 rows, three forecasts of four rows, three rows apart: origins 10, 13 and 16.
    @Test func expandingWindowsByHand() throws {
        let plan = try RollingOrigin(windows: 3, horizon: 4, step: 3, gap: 2).plan(count: 20)
        #expect(plan.fits.map(\.train) == [0..<8, 0..<11, 0..<14])
        #expect(plan.windows.map(\.test) == [10..<14, 13..<17, 16..<20])
        #expect(plan.windows.map(\.fit) == [0, 1, 2])
        #expect(plan.fits.allSatisfy { $0.validation == nil })
    }

    @Test func rollingWindowsByHand() throws {
        let plan = try RollingOrigin(
            windows: 2,
            horizon: 5,
            training: .rolling(length: 6),
            validation: 2
        ).plan(count: 16)
        #expect(plan.fits.map(\.train) == [0..<4, 5..<9])
        #expect(plan.fits.map(\.validation) == [4..<6, 9..<11])
        #expect(plan.windows.map(\.test) == [6..<11, 11..<16])
    }

    @Test func refitsWhenAskedTo() throws {
        var scheme = RollingOrigin(windows: 5, horizon: 1, step: 2, refit: .every(2))
        #expect(try scheme.plan(count: 30).windows.map(\.fit) == [0, 0, 1, 1, 2])
        #expect(try scheme.plan(count: 30).fits.map(\.train) == [0..<21, 0..<25, 0..<29])
        scheme.refit = .never
        #expect(try scheme.plan(count: 30).windows.map(\.fit) == [0, 0, 0, 0, 0])
        #expect(try scheme.plan(count: 30).fits.map(\.train) == [0..<21])
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func neverLearnsFromTheFuture(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let validation = draw(0...4)
        let scheme = RollingOrigin(
            windows: draw(1...9),
            horizon: draw(1...6),
            step: draw(1...7),
            gap: draw(0...5),
            training: draw(0...1) == 0
                ? .expanding : .rolling(length: validation + draw(1...20)),
            refit: [.always, .never, .every(draw(1...4))][draw(0...2)],
            validation: validation
        )
        let count = draw(20...140)
        do throws(ForecastingError) {
            let plan = try scheme.plan(count: count)
            #expect(plan.windows.count == scheme.windows)
            #expect(plan.windows.last?.test.upperBound == count)
            for window in plan.windows {
                let fit = plan.fits[window.fit]
                let end = fit.validation?.upperBound ?? fit.train.upperBound
                #expect(fit.train.lowerBound >= 0 && !fit.train.isEmpty)
                #expect(end + scheme.gap <= window.test.lowerBound)
                #expect(window.test.count == scheme.horizon)
                if let rows = fit.validation {
                    #expect(rows.lowerBound == fit.train.upperBound)
                }
                if case .rolling(let length) = scheme.training {
                    #expect(end - fit.train.lowerBound == length)
                }
            }
        } catch {
            guard case .tooShort(_, let needed, count) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(throws: Never.self) { try scheme.plan(count: needed) }
            #expect(throws: ForecastingError.self) { try scheme.plan(count: needed - 1) }
        }
    }

    @Test func refusesSettingsOutOfRange() {
        let good = RollingOrigin(windows: 1, horizon: 1)
        let changes: [(inout RollingOrigin) -> Void] = [
            { $0.windows = 0 }, { $0.horizon = 0 }, { $0.step = 0 }, { $0.gap = -1 },
            { $0.validation = -1 }, { $0.refit = .every(0) }, { $0.windows = .max },
            { $0.training = .rolling(length: 0) },
            {
                $0.training = .rolling(length: 3)
                $0.validation = 3
            },
        ]
        for change in changes {
            var scheme = good
            change(&scheme)
            let error = #expect(throws: ForecastingError.self) { try scheme.plan(count: 100) }
            guard case .invalidSetting = error else {
                Issue.record("\(scheme): \(String(describing: error))")
                continue
            }
        }
    }
}
