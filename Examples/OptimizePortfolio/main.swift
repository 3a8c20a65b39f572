import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting

let prices = try BundledDataset.sp500.load().table  // or: try PriceTable(contentsOf: "my.csv")
let optimizer = try Optimizer(table: prices, space: .stocks())
let result = try optimizer.run(on: ThreadPool.shared)

print("best:", result.best.portfolioPhrase, "-", result.best.policy.phrase)
if let record = result.selection?.walkForward {
    print("walk-forward return:", Format.percent(record.metrics.totalReturn))
    print("buy and hold:", Format.percent(record.buyAndHold.totalReturn))
}
print("digest:", Digest(of: ResultsCSV.encode(result)))
