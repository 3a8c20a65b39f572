import ScalingAnalysis

extension ScalingDocument {
    /// The rows by number of threads.
    static func measured(_ report: ScalingReport) -> Section {
        let units = report.workload.amounts.map(\.unit)
        var table = TextTable(
            [
                ("threads", .right), ("runs", .right), ("median", .right), ("minimum", .right),
                ("spread", .right), ("speed-up", .right), ("efficiency", .right),
            ]
                + units.map { ("\($0)/s", .right) }
                + [("peak memory", .right), ("digest", .left), ("remark", .left)]
        )
        for row in report.measured {
            let times = [
                "\(row.threads)", "\(row.runSeconds.count)",
                ScalingFormat.seconds(row.medianSeconds), ScalingFormat.seconds(row.minimumSeconds),
                Format.percent(row.spread, decimals: 1), ScalingFormat.speedup(row.speedup),
                Format.percent(row.efficiency, decimals: 1),
            ]
            table.add(
                times + row.rates.map { ScalingFormat.scaled($0.perSecond) }
                    + [
                        ScalingFormat.bytes(row.peakMemoryBytes),
                        row.digest.map { String($0.prefix(12)) } ?? "n/a", remark(row),
                    ]
            )
        }
        return Section(
            title: "Measured",
            blocks: [
                .table(table),
                .paragraph(
                    "Speed-ups and rates are those of the medians; the spread is the interquartile"
                        + " range of the runs over their median."
                ),
                .facts([("digests", agreement(report.digestAgreement))]),
            ]
        )
    }

    /// The rows by batch size.
    static func batchSizes(_ rows: [BatchSizeRow]) -> Section {
        let isCompared = rows.contains { !$0.speedup.isNaN }
        var table = TextTable(
            [("batch size", .right), ("items", .right), ("time", .right), ("per item", .right)]
                + (isCompared ? [("speed-up", .right), ("efficiency", .right)] : [])
        )
        for row in rows {
            table.add(
                [
                    Format.count(row.batchSize), Format.count(row.items),
                    ScalingFormat.seconds(row.seconds), ScalingFormat.seconds(row.secondsPerItem),
                ]
                    + (isCompared
                        ? [
                            ScalingFormat.speedup(row.speedup),
                            Format.percent(row.efficiency, decimals: 1),
                        ] : [])
            )
        }
        return Section(title: "Measured by batch size", blocks: [.table(table)])
    }

    private static func remark(_ row: MeasuredRow) -> String {
        [row.isOversubscribed ? "oversubscribed" : nil, row.isNoisy ? "noisy" : nil]
            .compactMap(\.self).joined(separator: ", ")
    }

    private static func agreement(_ agreement: DigestAgreement) -> String {
        switch agreement {
        case .agree: "the same at every number of threads"
        case .differ: "DIFFERENT: the results depend on the number of threads"
        case .unknown: "not all known"
        }
    }
}
