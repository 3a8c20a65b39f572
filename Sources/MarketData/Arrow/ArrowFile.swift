/// Reads Arrow files and streams: what pandas, polars and others write with Feather version 2 or IPC.
///
/// Columns are told apart by name as those of CSV are (see ``FileLayout``); the first column of times counts as the
/// first, wherever it lies, and the index of pandas as the times if it holds some. Missing values, and NaN, are
/// empty cells.
struct ArrowFile {
    private let path: String
    private let messages: ArrowMessages
    private let memory: ArrowMemory
    private let batches: [(batch: ArrowBatch, places: [ArrowBatch.Place])]

    /// Looks at the description of a file's columns and batches, not at their values.
    init(_ bytes: UnsafeRawBufferPointer, path: String) throws(ArrowProblem) {
        self.path = path
        messages = try ArrowMessages(bytes)
        memory = ArrowMemory(fileSize: bytes.count)
        var batches: [(batch: ArrowBatch, places: [ArrowBatch.Place])] = []
        for part in messages.batches {
            let batch = try ArrowBatch(part, memory)
            batches.append((batch, try batch.places(of: messages.schema.fields)))
        }
        self.batches = batches
    }

    /// Reads a file into a block of series.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - symbol: The symbol of a file that does not name it; by default taken from the path.
    ///   - rule: What its cells may hold.
    ///   - repairs: Where what is wrong is noted and passed over; nil makes it an error.
    static func read(
        path: String,
        symbol: String?,
        rule: CellRule,
        repairs: RepairLog? = nil
    ) throws(MarketDataError) -> SeriesBlock {
        let file = try MappedFile(path: path, isWholeWanted: false)
        return try read(file.bytes, path: path, symbol: symbol, rule: rule, repairs: repairs)
    }

    /// Reads bytes into a block of series; see the other form.
    static func read(
        _ bytes: UnsafeRawBufferPointer,
        path: String,
        symbol: String?,
        rule: CellRule,
        repairs: RepairLog? = nil
    ) throws(MarketDataError) -> SeriesBlock {
        let result: Result<SeriesBlock, MarketDataError>
        do throws(ArrowProblem) {
            result = try ArrowFile(bytes, path: path).block(
                symbol: symbol,
                rule: rule,
                repairs
            )
        } catch {
            throw error.error(path: path)
        }
        return try result.get()
    }

    private var fields: [ArrowField] { messages.schema.fields }

    private func column(_ place: Int) -> ArrowColumn {
        ArrowColumn(fields[place], batches.map { ($0.batch, $0.places[place]) })
    }

    /// The columns in the order in which they are looked at: the times, then the others but for what else was an
    /// index.
    private func order() throws(ArrowProblem) -> (places: [Int], names: [String]) {
        let isIndex = fields.map { messages.schema.indexNames.contains($0.name) }
        let time =
            fields.indices.first { isIndex[$0] && fields[$0].type.isTime }
            ?? fields.indices.first { fields[$0].type.isTime } ?? fields.indices.first
        guard let time else { throw ArrowProblem("it has no columns") }
        let others = fields.indices.filter {
            $0 != time && !(isIndex[$0] && !fields[$0].type.isText)
        }
        let places = [time] + others
        return (
            places,
            places.map { fields[$0].name == "__index_level_0__" ? "timestamp" : fields[$0].name }
        )
    }

    /// The series of the file. What is wrong with the file as Arrow data is thrown, what is wrong with what it says
    /// is a failure with its place.
    private func block(
        symbol: String?,
        rule: CellRule,
        _ repairs: RepairLog?
    ) throws(ArrowProblem) -> Result<SeriesBlock, MarketDataError> {
        let (places, names) = try order()
        let header = FileLocation(path: path, line: 1)
        let layout: FileLayout
        let columns: FileFormat.Columns
        do throws(MarketDataError) {
            (layout, columns) = try HeaderReader(names: names, location: header).columns(rule)
        } catch {
            return .failure(error)
        }
        switch columns {
        case .wide(let symbols):
            return try wide(places, symbols, rule, repairs)
        case .records(let records):
            return try self.records(places, layout, records, symbol, rule, repairs)
        }
    }

    /// The times of a column; the first row that has none is an error.
    private func timestamps(_ place: Int) throws(ArrowProblem) -> Result<[Int64], MarketDataError> {
        try column(place).times().mapError { bad in
            .badTimestamp(FileLocation(path: path, line: bad.row + 1), value: bad.value)
        }
    }

    private func wide(
        _ places: [Int],
        _ symbols: [String],
        _ rule: CellRule,
        _ repairs: RepairLog?
    ) throws(ArrowProblem) -> Result<SeriesBlock, MarketDataError> {
        let isRead = rule.reads(symbols)
        let (width, rows) = (symbols.count, try column(places[0]).checkedRowCount())
        for (target, place) in places.dropFirst().enumerated() where isRead[target] {
            // All bytes are there before memory is taken for them.
            guard fields[place].type.isNumber, fields[place].dictionary == nil else {
                throw ArrowProblem(
                    "the column '\(fields[place].name)' holds \(fields[place].type.description),"
                        + " not numbers"
                )
            }
            guard try column(place).checkedRowCount() == rows else {
                throw ArrowProblem("its columns differ in length")
            }
        }
        let timestamps: [Int64]
        switch try self.timestamps(places[0]) {
        case .success(let found): timestamps = found
        case .failure(let error): return .failure(error)
        }
        try memory.check(rows: rows, bytesEach: 8 * width)
        var closes = [Double](repeating: .nan, count: rows * width)
        try closes.withUnsafeMutableBufferPointer { (closes) throws(ArrowProblem) in
            guard let start = closes.baseAddress else { return }
            for (target, place) in places.dropFirst().enumerated() where isRead[target] {
                try column(place).readNumbers(to: start + target, stride: width)
            }
        }
        var missing = 0
        for place in closes.indices {
            let value = closes[place]
            if rule.allows(value) { continue }
            if value.isNaN {
                // Others mark what is missing in ways of their own.
                closes[place] = .nan
                missing += 1
                continue
            }
            let location = FileLocation(path: path, line: place / width + 1)
            let refusal = rule.refusal(of: value, symbols[place % width], at: location)
            guard let repairs, repairs.accepts(refusal) else { return .failure(refusal) }
            closes[place] = .nan
            missing += 1
        }
        return Result { () throws(MarketDataError) in
            guard rows > 0 else { throw .noBars(path: path) }
            return try SeriesBlock.wide(
                path: path,
                symbols: symbols,
                timestamps: timestamps,
                closes: closes,
                missing: missing,
                lines: LineNumbers(firstLine: 1),
                repairs: repairs
            )
        }
    }

    private func records(
        _ places: [Int],
        _ layout: FileLayout,
        _ columns: FileFormat.Records,
        _ symbol: String?,
        _ rule: CellRule,
        _ repairs: RepairLog?
    ) throws(ArrowProblem) -> Result<SeriesBlock, MarketDataError> {
        let timestamps: [Int64]
        switch try self.timestamps(places[columns.timestamp]) {
        case .success(let found): timestamps = found
        case .failure(let error): return .failure(error)
        }
        let values = column(places[columns.close])
        guard try values.checkedRowCount() == timestamps.count else {
            throw ArrowProblem("its columns differ in length")
        }
        var closes = [Double](repeating: .nan, count: timestamps.count)
        try closes.withUnsafeMutableBufferPointer { (closes) throws(ArrowProblem) in
            guard let start = closes.baseAddress else { return }
            try values.readNumbers(to: start, stride: 1)
        }
        var owners: [Int32] = []
        var names = [symbol ?? SymbolFileName.symbol(ofPath: path)]
        if let place = columns.symbol {
            switch try self.owners(places[place]) {
            case .success(let found): (owners, names) = found
            case .failure(let error): return .failure(error)
            }
            guard owners.count == timestamps.count else {
                throw ArrowProblem("its columns differ in length")
            }
        }
        var missing = 0
        for (row, close) in closes.enumerated() {
            if rule.allows(close) { continue }
            if close.isNaN, rule.allowsMissing {
                closes[row] = .nan
                missing += 1
                continue
            }
            let owner = owners.isEmpty ? names[0] : names[Int(owners[row])]
            let location = FileLocation(path: path, line: row + 1)
            let refusal = rule.refusal(of: close, owner, at: location)
            guard let repairs, repairs.accepts(refusal) else { return .failure(refusal) }
            closes[row] = .nan
            missing += 1
        }
        return Result { () throws(MarketDataError) in
            guard !timestamps.isEmpty else { throw .noBars(path: path) }
            let records = SeriesRecords(
                path: path,
                layout: layout,
                symbols: names,
                timestamps: timestamps,
                closes: closes,
                owners: owners,
                missing: missing,
                lines: LineNumbers(firstLine: 1)
            )
            return try columns.symbol == nil ? records.series(repairs) : records.pivoted(repairs)
        }
    }

    /// The symbol of each row by number, and the symbols.
    private func owners(
        _ place: Int
    ) throws(ArrowProblem) -> Result<(owners: [Int32], names: [String]), MarketDataError> {
        let field = fields[place]
        var interner = SymbolInterner()
        var owners: [Int32] = []
        var firstMissing: Int?
        func add(_ owner: Int32?) {
            if owner == nil { firstMissing = firstMissing ?? owners.count }
            owners.append(owner ?? 0)
        }
        if let number = field.dictionary {
            var dictionary = try ArrowDictionary(of: field)
            var rest = (messages.dictionaries[number] ?? [])[...]
            for (part, batch) in zip(messages.batches, batches) {
                // Rows use a dictionary as it is when they come.
                while let next = rest.first, next.order < part.order {
                    try dictionary.read(next, memory)
                    rest.removeFirst()
                }
                try ArrowColumn(field, [(batch.batch, batch.places[place])])
                    .forEachDictionaryPlace { (place) throws(ArrowProblem) in
                        add(
                            try place.flatMap { (place) throws(ArrowProblem) in
                                try dictionary.owner(place, &interner)
                            }
                        )
                    }
            }
        } else {
            try column(place).forEachText { (text) throws(ArrowProblem) in
                guard let text, !text.isEmpty else { return add(nil) }
                add(try interner.numberOfText(text))
            }
        }
        if let firstMissing {
            return .failure(.missingSymbol(FileLocation(path: path, line: firstMissing + 1)))
        }
        return .success((owners, interner.names))
    }
}

extension CellRule {
    /// Whether a number is one that cells may hold.
    fileprivate func allows(_ value: Double) -> Bool {
        if case .price = self { return value > 0 && value.isFinite }
        return value.isFinite
    }

    /// Whether a file with one value a row may lack some.
    fileprivate var allowsMissing: Bool {
        if case .price = self { false } else { true }
    }

    /// The error about a number that cells may not hold.
    fileprivate func refusal(
        of value: Double,
        _ name: String,
        at location: FileLocation
    ) -> MarketDataError {
        guard case .price = self else {
            return .badNumber(location, column: name, value: "\(value)")
        }
        let problem: PriceProblem =
            value.isNaN ? .empty : value.isFinite ? .notPositive : .notFinite
        return .badPrice(location, symbol: name, value: "\(value)", problem: problem)
    }
}
