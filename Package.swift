// swift-tools-version: 6.3

import PackageDescription

/// Settings every target shares; see "Conventions" in ARCHITECTURE.md.
let sharedSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency =
    .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let database: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"),
    .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

// The arrows of ARCHITECTURE.md: a module sees only those listed here, and none imports upwards.
let package = Package(
    name: "apus",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "apus", targets: ["apus"]),
        .library(name: "DataParallel", targets: ["DataParallel"]),
        .library(name: "MarketData", targets: ["MarketData"]),
        .library(name: "PriceFeeds", targets: ["PriceFeeds"]),
        .library(name: "Validation", targets: ["Validation"]),
        .library(name: "ScalingAnalysis", targets: ["ScalingAnalysis"]),
        .library(name: "Backtesting", targets: ["Backtesting"]),
        .library(name: "Forecasting", targets: ["Forecasting"]),
        .library(name: "Optimization", targets: ["Optimization"]),
        .library(name: "Reporting", targets: ["Reporting"]),
        .library(name: "Studies", targets: ["Studies"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "_ProcessorCheck"),
        .target(
            name: "_MatrixProducts",
            linkerSettings: [
                .linkedFramework("Accelerate", .when(platforms: [.macOS])),
                .linkedLibrary("dl", .when(platforms: [.linux])),
            ]
        ),
        .target(name: "_SystemShims"),
        .systemLibrary(
            name: "_Zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .target(
            name: "DataParallel",
            dependencies: ["_SystemShims"],
            exclude: ["Pool/README.md", "Pool/Model"]
        ),
        .target(
            name: "MarketData",
            dependencies: ["DataParallel", "_Zlib"],
            resources: [.copy("Datasets")]
        ),
        .target(name: "Validation", dependencies: ["DataParallel"]),
        .target(name: "ScalingAnalysis", dependencies: ["Validation"]),
        .target(name: "Backtesting", dependencies: ["MarketData", "Validation", "DataParallel"]),
        .target(
            name: "Forecasting",
            dependencies: [
                "MarketData", "Validation", "DataParallel", "_MatrixProducts",
            ]
        ),
        .target(
            name: "Optimization",
            dependencies: [
                "Backtesting", "Forecasting", "Validation", "MarketData", "DataParallel", yams,
            ]
        ),
        .target(
            name: "Reporting",
            dependencies: [
                "Optimization", "Backtesting", "Forecasting", "Validation", "MarketData",
                "DataParallel", "ScalingAnalysis", crypto, yams, mustache,
            ],
            resources: [.embedInCode("Templates")]
        ),
        .target(name: "PriceFeeds", dependencies: ["MarketData"] + database),
        .target(
            name: "Studies",
            dependencies: ["Optimization", "Forecasting", "MarketData"] + database
        ),
        .executableTarget(
            name: "apus",
            dependencies: [
                "Studies", "Reporting", "Optimization", "Backtesting", "Forecasting", "Validation",
                "MarketData", "PriceFeeds", "DataParallel", "ScalingAnalysis", "_ProcessorCheck",
                argumentParser,
            ]
        ),
        .executableTarget(
            name: "OptimizePortfolio",
            dependencies: [
                "Backtesting", "DataParallel", "MarketData", "Optimization", "Reporting",
            ],
            path: "Examples/OptimizePortfolio"
        ),
        .executableTarget(
            name: "ForecastSeries",
            dependencies: ["Forecasting", "MarketData"],
            path: "Examples/ForecastSeries"
        ),
        .executableTarget(
            name: "Quicksort",
            dependencies: ["DataParallel"],
            path: "Examples/Quicksort"
        ),
        .executableTarget(
            name: "Mandelbrot",
            dependencies: ["DataParallel"],
            path: "Examples/Mandelbrot"
        ),
        .executableTarget(
            name: "WordCount",
            dependencies: ["DataParallel"],
            path: "Examples/WordCount"
        ),

        .target(name: "TestSupport", dependencies: ["MarketData"], path: "Tests/TestSupport"),
        .target(
            name: "FeedTestSupport",
            dependencies: ["MarketData"],
            path: "Tests/FeedTestSupport"
        ),
        .target(name: "ConcurrencyTestSupport", path: "Tests/ConcurrencyTestSupport"),
        .testTarget(
            name: "DataParallelTests",
            dependencies: ["DataParallel", "ConcurrencyTestSupport"]
        ),
        .testTarget(
            name: "MarketDataTests",
            dependencies: ["MarketData", "DataParallel", "TestSupport"]
        ),
        .testTarget(
            name: "PriceFeedsTests",
            dependencies: ["PriceFeeds", "MarketData", "FeedTestSupport", "TestSupport"] + database
        ),
        .testTarget(name: "ValidationTests", dependencies: ["Validation", "TestSupport"]),
        .testTarget(
            name: "ScalingAnalysisTests",
            dependencies: ["ScalingAnalysis", "TestSupport"]
        ),
        .testTarget(name: "BacktestingTests", dependencies: ["Backtesting", "TestSupport"]),
        .testTarget(
            name: "ForecastingTests",
            dependencies: [
                "Forecasting", "_MatrixProducts", "ConcurrencyTestSupport", "TestSupport",
            ]
        ),
        .testTarget(name: "OptimizationTests", dependencies: ["Optimization", "TestSupport"]),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["Reporting", "Forecasting", "TestSupport"]
        ),
        .testTarget(
            name: "StudiesTests",
            dependencies: [
                "Studies", "Optimization", "Forecasting", "MarketData", "DataParallel",
                "TestSupport",
            ]
        ),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "apus", "FeedTestSupport", "Forecasting", "ForecastSeries", "OptimizePortfolio",
                "Reporting",
                "ScalingAnalysis", "TestSupport", yams,
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where !target.name.hasPrefix("_") {
    target.swiftSettings = (target.swiftSettings ?? []) + sharedSettings
}
