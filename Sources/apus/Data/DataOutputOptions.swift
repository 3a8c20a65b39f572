import ArgumentParser
import MarketData
import Reporting

/// How a price file is written.
struct LayoutOptions: ParsableArguments {
    @Option(
        help: """
            CSV with one column a symbol (wide), one row a bar and symbol (long), or a folder with one file a \
            symbol (per-symbol). (default: wide)
            """
    )
    var layout: TableLayout?

    @Option(help: "How an Arrow file is compressed. (default: none)")
    var compression: ArrowCompression?

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    /// Writes prices and says so, the digest last. The files appear whole; what was there is replaced.
    func write(_ grid: PriceGrid, to path: String, after lines: [String]) throws {
        if let layout, layout != .perSymbol, OutputFormat(path: path)?.hasLayouts == false {
            throw Failure(
                .usage,
                "--layout \(layout.rawValue): \(path) is not CSV and has no layouts; leave it out"
            )
        }
        let isArrow = [.arrow, .feather].contains(OutputFormat(path: path))
        if let compression, !isArrow || layout == .perSymbol {
            throw Failure(
                .usage,
                "--compression \(compression.rawValue): \(path) is no Arrow file; leave it out, or write .arrow"
            )
        }
        let files = try PriceWriter.files(
            grid,
            at: path,
            layout: layout ?? .wide,
            compression: compression ?? .none
        )
        try OutputFile.write(files)
        let digest = Digest(of: files.count == 1 ? files[0].bytes : files.flatMap(\.bytes))
        if quiet { return Console.print("\(digest)  \(path)") }
        Console.print(lines)
        Console.print()
        if files.count > 10 {
            Console.print("wrote    \(Format.counted(files.count, "file")) in \(path)")
        } else {
            for file in files { Console.print("wrote    \(file.path)") }
        }
        let what = files.count == 1 ? "the file" : "the files by name, one after another"
        Console.print("digest   \(digest)  (SHA-256 of \(what))")
    }
}

/// Where a price file is written, and how.
struct DataOutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            """
            Where to write: a name that ends in .csv, .csv.gz, .apus, .arrow or .feather, or with \
            --layout per-symbol a folder. What is there is replaced.
            """,
            valueName: "file"
        )
    )
    var output: String

    @OptionGroup var layout: LayoutOptions

    /// Writes prices; see ``LayoutOptions/write(_:to:after:)``.
    func write(_ grid: PriceGrid, after lines: [String]) throws {
        try layout.write(grid, to: output, after: lines)
    }
}
