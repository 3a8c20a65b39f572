import Testing

@testable import MarketData

@Suite struct BundledDatasetTests {
    @Test func sp500IsWhatItSaysItIs() throws {
        let loaded = try BundledDataset.sp500.load()
        let table = loaded.table
        #expect(table.barCount == 8313)
        #expect(table.symbolCount == 20)
        #expect(table.symbols.first == "AAPL")
        #expect(table.symbols.last == "XOM")
        #expect(UTCTime.format(table.timestamps[0]) == "1990-01-02")
        #expect(table.closes.first == 0.264)
        #expect(UTCTime.format(table.timestamps[8312]) == "2022-12-28")
        #expect(table.closes.last == 106.627)
        #expect(table.interval == 86_400)
        #expect(!table.hasWeekendBars)
        #expect(table.barsPerYear == 252)
        #expect(loaded.report.notes.isEmpty)
        // Nothing but exchange holidays is missing, about nine a year.
        #expect(table.gaps.missingBars == 294)
    }

    @Test func datasetsAreFoundByName() {
        #expect(BundledDataset.named("SP500") == .sp500)
        #expect(BundledDataset.named("nasdaq") == nil)
        #expect(Set(BundledDataset.all.map(\.name)).count == BundledDataset.all.count)
        for dataset in BundledDataset.all {
            #expect(BundledDataset.named(dataset.name) == dataset)
            #expect(!dataset.title.isEmpty && !dataset.source.isEmpty && !dataset.licence.isEmpty)
        }
    }

    @Test func datasetsCanBeResampled() throws {
        let weekly = try BundledDataset.sp500.load(
            options: PriceLoadOptions(timeframe: BarInterval("1w"))
        ).table
        #expect(weekly.timestamps.allSatisfy { UTCTime.weekday(of: $0) == 1 })
        #expect(weekly.barCount == 1722)
        #expect(weekly.closes.last == 106.627)
    }
}
