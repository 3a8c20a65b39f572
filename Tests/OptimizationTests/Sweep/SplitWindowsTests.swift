import Backtesting
import Testing
import Validation

@testable import Optimization

@Suite struct SplitWindowsTests {
    /// Three groups of 20 bars, two of them tested.
    private let splits = [
        Split(number: 1, trainSegments: [40..<60], testSegments: [0..<20, 20..<40]),
        Split(number: 2, trainSegments: [20..<40], testSegments: [0..<20, 40..<60]),
        Split(number: 3, trainSegments: [0..<15], testSegments: [20..<40, 40..<60]),
    ]

    @Test func everyWindowIsThereOnceAndThoseOfOneStartTogether() {
        let layout = SplitWindows(splits)
        #expect(layout.groups.map(\.start) == [0, 20, 40])
        #expect(layout.groups.map(\.ends) == [[15, 20], [40], [60]])
        #expect(layout.groups.allSatisfy { $0.origin == nil })
        #expect(layout.count == 4)
        #expect(layout.barCount == 60)
        // Windows 0 to 3 are 0..<15, 0..<20, 20..<40 and 40..<60.
        #expect((0..<3).map { layout.train.windows(ofSplit: $0) } == [[3], [2], [0]])
        #expect((0..<3).map { layout.test.windows(ofSplit: $0) } == [[1, 2], [1, 3], [2, 3]])
        #expect((0..<4).map { layout.train.uses($0) } == [true, false, true, true])
        #expect((0..<4).map { layout.test.uses($0) } == [false, true, true, true])
    }

    @Test func meansAreWeightedByBars() {
        let layout = SplitWindows([
            Split(number: 1, trainSegments: [0..<10, 40..<70], testSegments: [20..<40]),
            Split(number: 2, trainSegments: [0..<10], testSegments: [20..<40, 70..<80]),
        ])
        // 0..<10, 20..<40, 40..<70, 70..<80.
        #expect(layout.train.means([8, 100, 4, 100]) == [5, 8])
        let tested = layout.test.means([.nan, 3, .nan, 9])
        #expect(tested[0] == 3)
        #expect(abs(tested[1] - 5) < 1e-15)
        let undefined = layout.train.means([.nan, 0, 4, 0])
        #expect(undefined.allSatisfy { $0.isNaN })
    }

    /// A window alone keeps its bits, which a product with a share and a sum would not.
    @Test func aSingleWindowKeepsItsBits() {
        let layout = SplitWindows([
            Split(number: 1, train: 0..<7, test: 7..<10),
            Split(number: 2, train: 0..<10, test: 10..<13),
        ])
        let values: [Double] = [0.1, -0.3, 1 / 3, 7e-300]
        #expect(layout.train.means(values) == [0.1, -0.3])
        #expect(layout.test.means(values) == [1 / 3, 7e-300])
    }

    /// The test window of the first split is the training window of the second, but forecasts made in
    /// the first come from a model that began to learn earlier.
    @Test func originsAreToldApartWhereTheyMatter() {
        let rolling = [
            Split(number: 1, train: 0..<20, test: 20..<40),
            Split(number: 2, train: 20..<40, test: 40..<60),
        ]
        #expect(SplitWindows(rolling).groups.map(\.ends) == [[20], [40], [60]])
        let layout = SplitWindows(rolling, tellsOriginsApart: true)
        #expect(layout.groups.map(\.start) == [0, 20, 20, 40])
        #expect(layout.groups.map(\.origin) == [0, 0, 20, 20])
        #expect((0..<2).map { layout.train.windows(ofSplit: $0) } == [[0], [2]])
        #expect((0..<2).map { layout.test.windows(ofSplit: $0) } == [[1], [3]])
    }
}
