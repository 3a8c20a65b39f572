// The forecasting models of Apus for Benchmarks/ForecastPeers/run: tab-separated lines of model, batch,
// mode, threads and value.
//
//     forecast-peer --threads 2 --models mlp,tide [--quick]
//     forecast-peer --check DIR     compare with PyTorch's reference values; see README.md

import Foundation

let options = Options(CommandLine.arguments.dropFirst())
do {
    if let folder = options.check {
        exit(try Check(folder).run(options) ? 0 : 1)
    }
    try Cases(options).run()
} catch {
    FileHandle.standardError.write(Data("forecast-peer: \(error)\n".utf8))
    exit(1)
}
