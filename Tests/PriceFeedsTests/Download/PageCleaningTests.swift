import MarketData
import Testing

@testable import PriceFeeds

@Suite struct PageCleaningTests {
    private func candle(_ bar: Int64, _ close: Double = 2) -> Candle {
        Candle(timestamp: bar * hour, open: 1, high: 3, low: 0.5, close: close, volume: 7)
    }

    private func clean(_ page: [Candle], asked: Int64 = 0, now: Int64 = 100) -> CleanPage {
        CleanPage(
            page,
            interval: .hour,
            range: 0..<50 * hour,
            asked: asked * hour,
            now: now * hour
        )
    }

    @Test func orderAndRepetitions() {
        let page = clean([candle(3), candle(1, 1), candle(2), candle(1, 1.5)])
        #expect(page.candles == [candle(1, 1.5), candle(2), candle(3)])
        #expect(page.repeatedBars == 1)
        #expect(page.lastStart == 3 * hour)
        let overlapping = clean([candle(1), candle(2), candle(3)], asked: 3)
        #expect(overlapping.candles.count == 3)
        #expect(overlapping.repeatedBars == 2)
    }

    @Test func outsideAndOpen() {
        let page = clean([candle(-1), candle(0), candle(49), candle(50)])
        #expect(page.candles == [candle(0), candle(49)])
        #expect(page.droppedBars == 0)
        #expect(page.lastStart == 50 * hour)
        // A bar is closed when its last second is over.
        #expect(clean([candle(4)], now: 5).candles.count == 1)
        #expect(clean([candle(5)], now: 5).candles.isEmpty)
        #expect(clean([]).lastStart == nil)
    }

    @Test func properPrices() {
        let keys: [WritableKeyPath<Candle, Double>] = [\.open, \.high, \.low, \.close]
        for key in keys {
            for value in [0, -0.0, -1, .nan, .infinity, -.infinity] {
                var bad = candle(1)
                bad[keyPath: key] = value
                let page = clean([bad, candle(2)])
                #expect(page.candles == [candle(2)])
                #expect(page.droppedBars == 1)
            }
        }
        var flat = candle(1)
        (flat.high, flat.low) = (1, 1)
        #expect(clean([flat]).candles == [flat])
        (flat.high, flat.low) = (1, 1.0.nextUp)
        #expect(clean([flat]).candles.isEmpty)
    }

    @Test func volumesThatMakeNoSenseAreNotKnown() {
        for volume in [-1, Double.nan, .infinity, -0.0] {
            var odd = candle(1)
            odd.volume = volume
            let kept = clean([odd]).candles
            #expect(kept.map(\.volume) == [0])
            #expect(kept.map(\.volume.sign) == [.plus])
        }
    }
}
