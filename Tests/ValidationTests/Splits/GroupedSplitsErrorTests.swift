import Testing
import Validation

@Suite struct GroupedSplitsErrorTests {
    @Test func groupsNeedEnoughBars() {
        #expect(
            message(.purgedKFold(PurgedKFold(folds: 8)), bars: 50)
                == "50 bars are too few for 8 folds: each needs at least 10; use at most 5 folds"
        )
        let scheme = CombinatorialPurged(groups: 8, testGroups: 4)
        #expect(
            message(.combinatorialPurged(scheme), bars: 49)
                == "49 bars are too few for 8 groups: each needs at least 10; give more data"
        )
        for bars in [0, 1, 19] {
            #expect(
                message(.purgedKFold(PurgedKFold(folds: 2)), bars: bars)
                    == "\(bars) bars are too few for 2 folds: each needs at least 10; give more data"
            )
        }
    }

    @Test func settingsHaveRanges() {
        let folds: [(PurgedKFold, String)] = [
            (PurgedKFold(folds: 1), "folds: 1 is too small; give at least 2"),
            (PurgedKFold(folds: .min), "folds: \(Int.min) is too small; give at least 2"),
            (PurgedKFold(folds: 10_001), "folds: 10001 is too large; give at most 10000"),
            (PurgedKFold(purgeBars: -1), "purge: -1 is too small; give at least 0"),
            (PurgedKFold(embargoBars: .max), "embargo: \(Int.max) is too large"),
            (PurgedKFold(minimumBars: 0), "minimum bars: 0 is too small; give at least 1"),
        ]
        for (scheme, text) in folds {
            #expect(
                message(.purgedKFold(scheme)).hasPrefix(text),
                "\(message(.purgedKFold(scheme)))"
            )
        }
        let choices: [(Int, Int, String)] = [
            (1, 1, "groups: 1 is too small; give at least 2"),
            (.min, 1, "groups: \(Int.min) is too small"),
            (6, 0, "test groups: 0 is too small; give at least 1"),
            (6, 6, "test groups: 6 is too large; give at most 5"),
            (
                30, 15,
                "choosing 15 of 30 groups gives more than 10000 splits; use fewer groups, or test fewer"
                    + " of them at a time"
            ),
            (.max, 1, "choosing 1 of \(Int.max) groups gives more than 10000 splits"),
        ]
        for (groups, tested, text) in choices {
            let scheme = CombinatorialPurged(groups: groups, testGroups: tested)
            #expect(message(.combinatorialPurged(scheme)).hasPrefix(text))
        }
    }

    @Test func somethingMustBeLeftToTrainOn() {
        let scheme = CombinatorialPurged(groups: 4, testGroups: 3, purgeBars: 20, embargoBars: 5)
        #expect(
            message(.combinatorialPurged(scheme), bars: 100)
                == "nothing is left to train on where groups 1, 2, 4 are tested: with a purge of 20"
                + " bars and an embargo of 5 no piece of 10 bars remains; use smaller ones, or fewer"
                + " groups"
        )
        #expect(
            message(.purgedKFold(PurgedKFold(folds: 2, embargoBars: 41)), bars: 100)
                == "nothing is left to train on where fold 1 is tested: with a purge of 0 bars and an"
                + " embargo of 41 no piece of 10 bars remains; use smaller ones, or fewer folds"
        )
    }

    private func message(_ scheme: SplitScheme, bars: Int = 1_000) -> String {
        do throws(ValidationError) {
            _ = try scheme.plan(timestamps: Days.timestamps(bars), interval: Days.seconds)
            return "no error"
        } catch {
            return error.description
        }
    }
}
