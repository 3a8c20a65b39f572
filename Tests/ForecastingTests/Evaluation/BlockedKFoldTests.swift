import Forecasting
import Testing

@Suite struct BlockedKFoldTests {
    @Test func foldsByHand() throws {
        let folds = try BlockedKFold(folds: 3, purge: 2).plan(count: 11)
        #expect(folds.map(\.test) == [0..<4, 4..<8, 8..<11])
        #expect(folds.map(\.train) == [[6..<11], [0..<2, 10..<11], [0..<6]])
    }

    @Test(arguments: [2, 3, 5, 7], [0, 1, 4])
    func everyRowIsTestedOnceAndNothingNearIt(folds: Int, purge: Int) throws {
        let count = 47
        let plan = try BlockedKFold(folds: folds, purge: purge).plan(count: count)
        #expect(plan.flatMap { Array($0.test) } == Array(0..<count))
        for fold in plan {
            let learned = Set(fold.train.flatMap { Array($0) })
            for row in 0..<count {
                let isNear =
                    row >= fold.test.lowerBound - purge
                    && row < fold.test.upperBound + purge
                #expect(learned.contains(row) != isNear)
            }
        }
    }

    @Test func refusesWhatMakesNoFolds() {
        #expect(throws: ForecastingError.self) { try BlockedKFold(folds: 1).plan(count: 9) }
        #expect(throws: ForecastingError.self) {
            try BlockedKFold(folds: 2, purge: -1).plan(count: 9)
        }
        #expect(throws: ForecastingError.self) {
            try BlockedKFold(folds: 2, purge: .max).plan(count: 9)
        }
        #expect(
            throws: ForecastingError.tooShort(
                what: "a cross-validation of 5 folds",
                needed: 5,
                available: 4
            )
        ) { try BlockedKFold(folds: 5).plan(count: 4) }
        #expect(throws: ForecastingError.self) {
            try BlockedKFold(folds: 2, purge: 5).plan(count: 10)
        }
    }
}
