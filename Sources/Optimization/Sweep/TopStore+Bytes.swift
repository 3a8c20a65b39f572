import MarketData

/// The bytes of what a store holds: the same candidates give the same bytes, in whatever order they were
/// added.
extension TopStore {
    var bytes: [UInt8] {
        let (kept, totals, _) = finish()
        var writer = ByteWriter(reserving: kept.count * 200)
        writer.write(UInt64(kept.count))
        for one in kept {
            writer.write(UInt64(one.slot))
            writer.write(one.value.isNaN ? .nan : one.value)
            writer.write(one.summary.meetsRequirements)
            writer.write(UInt64(one.summary.splitsTested))
            for figure in one.summary.figures { writer.write(figure.isNaN ? .nan : figure) }
        }
        writer.write(UInt64(totals.finished))
        writer.write(UInt64(totals.failed))
        writer.write(totals.firstFailure != nil)
        if let (slot, reason) = totals.firstFailure {
            writer.write(UInt64(slot))
            writer.write(reason)
        }
        for best in totals.bests {
            writer.write(best.winner != nil)
            guard let (slot, value) = best.winner else { continue }
            writer.write(UInt64(slot))
            writer.write(value.isNaN ? .nan : value)
        }
        totals.values.write(to: &writer)
        totals.sensitivity.write(to: &writer)
        writer.write(UInt64(totals.sample.count))
        for one in totals.sample {
            writer.write(UInt64(one.slot))
            writer.write(one.value)
        }
        return writer.bytes
    }

    /// Adds what the bytes of another store for the same space and as many splits hold.
    func add(_ bytes: [UInt8]) throws(ByteReader.Problem) {
        var reader = ByteReader(bytes)
        var kept: [Kept] = []
        let figures = CandidateSummary.figureNames.count
        for _ in 0..<(try reader.count("candidates", bytesEach: 8 * figures + 25)) {
            let slot = try reader.place("slot")
            let value = try reader.double("value")
            let meets = try reader.flag("requirements")
            let splits = try reader.place("number of splits")
            kept.append(
                Kept(
                    slot: slot,
                    value: value,
                    summary: CandidateSummary(
                        figures: try reader.doubles(figures, "figures"),
                        splitsTested: splits,
                        meetsRequirements: meets
                    )
                )
            )
        }
        var totals = emptyTotals
        totals.finished = try reader.place("number of candidates")
        totals.failed = try reader.place("number of failures")
        if try reader.flag("failure") {
            totals.note(slot: try reader.place("slot"), try reader.text("reason"))
        }
        for split in totals.bests.indices where try reader.flag("training objective") {
            let slot = try reader.place("slot")
            totals.bests[split].offer(slot, try reader.double("training objective"))
        }
        totals.values = try ValueSketch(&reader)
        totals.sensitivity = try SensitivityTotals(&reader, factors)
        for _ in 0..<(try reader.count("sample", bytesEach: 16)) {
            totals.sample.append((try reader.place("slot"), try reader.double("value")))
        }
        guard reader.remaining == 0 else {
            throw ByteReader.Problem("\(reader.remaining) bytes lie behind it")
        }
        add(kept, totals)
    }

    /// Adds what another store of the same study holds.
    func add(_ other: TopStore) {
        let (kept, totals, _) = other.finish()
        add(kept, totals)
    }
}
