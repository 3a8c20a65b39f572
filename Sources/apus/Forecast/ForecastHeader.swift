import Forecasting
import Reporting

/// Lines that tell what a forecasting command is about to do.
enum ForecastHeader {
    /// What is read and how large it is; notes follow at the end of a header.
    static func data(_ input: SeriesInput) -> String { "data        \(size(input))" }

    /// The same without a name.
    static func size(_ input: SeriesInput) -> String {
        let table = input.table
        return "\(input.source): \(Format.count(table.count)) rows x"
            + " \(Format.count(table.channelCount)) series, \(SeriesHeader.time(table, 0)) to"
            + " \(SeriesHeader.time(table, table.count - 1))"
    }
}
