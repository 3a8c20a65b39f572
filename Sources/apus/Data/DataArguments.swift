public import ArgumentParser
public import MarketData

extension TableLayout: ExpressibleByArgument {}
extension TimeJoin: ExpressibleByArgument {}
extension Preference: ExpressibleByArgument {}
extension ArrowCompression: ExpressibleByArgument {}

/// A bar interval such as `4h`.
struct IntervalArgument: ExpressibleByArgument {
    let interval: BarInterval

    init?(argument: String) {
        guard let interval = BarInterval(argument) else { return nil }
        self.interval = interval
    }

    var defaultValueDescription: String { interval.description }
}
