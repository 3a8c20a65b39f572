print("Medians of interleaved runs; compare only within one table.\n")
try readingBenchmark()
try binaryTableBenchmark()
try manyFilesBenchmark()
