import DataParallel

extension BinaryTable {
    /// Checks the numbers, block by block: their digest, timestamps that increase, closes that are prices.
    ///
    /// - Parameter executor: What blocks are looked at by, side by side.
    func checkNumbers(
        _ bytes: UnsafeRawBufferPointer,
        on executor: some ParallelExecutor
    ) throws(ByteReader.Problem) {
        let all = UnsafeRawBufferPointer(rebasing: bytes[timestampOffset...])
        let count = max(1, (all.count + BlockDigest.blockSize - 1) / BlockDigest.blockSize)
        let numbers = Numbers(bytes: all)
        let blocks = executor.map(count: count) { block in
            let start = block * BlockDigest.blockSize
            let end = min(start + BlockDigest.blockSize, numbers.bytes.count)
            let part = UnsafeRawBufferPointer(rebasing: numbers.bytes[start..<end])
            return CheckedBlock(
                digest: BlockDigest.digest(part, seed: UInt64(block)),
                isRight: areRight(part, from: start, of: numbers.bytes)
            )
        }
        guard BlockDigest.combined(blocks.map(\.digest)) == digest else {
            throw .init("its numbers do not give its digest: it was altered or damaged")
        }
        guard blocks.allSatisfy(\.isRight) else {
            throw .init("its numbers are not increasing times and prices > 0")
        }
        for bar in [0, bars - 1] {
            let time = all.loadUnaligned(fromByteOffset: 8 * bar, as: Int64.self).littleEndian
            guard UTCTime.range.contains(time) else {
                throw .init("its times are not in the years 0 to 9999")
            }
        }
        if let listings { try check(listings, all) }
    }

    /// The digest of numbers.
    static func digest(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        var digests: [UInt64] = []
        for start in stride(from: 0, to: max(bytes.count, 1), by: BlockDigest.blockSize) {
            let end = min(start + BlockDigest.blockSize, bytes.count)
            let part = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            digests.append(BlockDigest.digest(part, seed: UInt64(digests.count)))
        }
        return BlockDigest.combined(digests)
    }

    /// Whether the numbers of a block are as they must be; where the universe changes, NaN is let pass.
    private func areRight(
        _ part: UnsafeRawBufferPointer,
        from start: Int,
        of all: UnsafeRawBufferPointer
    ) -> Bool {
        var isRight = true
        let times = min(start + part.count, 8 * bars)
        // From the second on, compared with the one before, which may be the last of another block.
        var place = max(start, 8)
        while place < times {
            let earlier = all.loadUnaligned(fromByteOffset: place &- 8, as: Int64.self)
            let later = all.loadUnaligned(fromByteOffset: place, as: Int64.self)
            isRight = isRight && earlier.littleEndian < later.littleEndian
            place &+= 8
        }
        let closes = closeOffset - timestampOffset
        place = max(start, closes)
        let end = start + part.count
        // Finite numbers above 0 are, as words, those between that of 0 and that of infinity.
        let infinity = Double.infinity.bitPattern
        let mayMiss = listings != nil
        while place < end {
            let word = all.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
            let isMissing = mayMiss && word & ~(1 << 63) > infinity
            isRight = isRight && (word &- 1 < infinity &- 1 || isMissing)
            place &+= 8
        }
        return isRight
    }

    /// Checks that a symbol's closes are where its listing says.
    private func check(
        _ listings: [Range<Int>],
        _ all: UnsafeRawBufferPointer
    ) throws(ByteReader.Problem) {
        let closes = closeOffset - timestampOffset
        for (column, listing) in listings.enumerated() {
            guard !listing.isEmpty, listing.upperBound <= bars else {
                throw .init("a symbol's listing is empty or goes beyond the bars")
            }
            for bar in 0..<bars {
                let offset = closes + 8 * (bar * symbols.count + column)
                let close = all.loadUnaligned(fromByteOffset: offset, as: Double.self)
                guard close.isNaN != listing.contains(bar) else {
                    throw .init("closes are not where the listings say")
                }
            }
        }
    }
}

/// What a look at a block found.
private struct CheckedBlock: Sendable {
    let digest: UInt64
    let isRight: Bool
}

/// Memory that pieces of work look at side by side.
private struct Numbers: @unchecked Sendable {
    // Safe to share: nothing writes to it while the work runs.
    let bytes: UnsafeRawBufferPointer
}
