// swift-tools-version: 6.3

import PackageDescription

// A package of its own, so that nobody who uses the libraries builds it.
let package = Package(
    name: "apus-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "apus", path: "..")],
    targets: [
        .executableTarget(
            name: "apus-benchmarks",
            dependencies: [
                .product(name: "DataParallel", package: "apus"),
                .product(name: "MarketData", package: "apus"),
            ]
        ),

        .executableTarget(
            name: "attention-memory",
            dependencies: [
                .product(name: "DataParallel", package: "apus"),
                .product(name: "Forecasting", package: "apus"),
            ]
        ),

        .executableTarget(
            name: "forecast-accuracy",
            dependencies: [
                .product(name: "DataParallel", package: "apus"),
                .product(name: "Forecasting", package: "apus"),
                .product(name: "MarketData", package: "apus"),
            ]
        ),

        // The Swift programs that Peers/run compares with those in other languages.
        .target(name: "PeerSupport", path: "Peers/swift/PeerSupport"),
        .executableTarget(
            name: "dispatch-peer",
            dependencies: ["PeerSupport"],
            path: "Peers/swift/DispatchPeer"
        ),
        .executableTarget(
            name: "tasks-peer",
            dependencies: ["PeerSupport"],
            path: "Peers/swift/TasksPeer"
        ),
        .executableTarget(
            name: "apus-peer",
            dependencies: ["PeerSupport", .product(name: "DataParallel", package: "apus")],
            path: "Peers/swift/ApusPeer"
        ),

        // The Swift side of StudyPeers/run --kernel.
        .executableTarget(
            name: "kernel-twin",
            dependencies: [
                .product(name: "MarketData", package: "apus"),
                .product(name: "Backtesting", package: "apus"),
            ],
            path: "StudyPeers/swift/KernelTwin"
        ),

        // The Swift side of ForecastPeers/run.
        .executableTarget(
            name: "forecast-peer",
            dependencies: [
                .product(name: "DataParallel", package: "apus"),
                .product(name: "Forecasting", package: "apus"),
            ],
            path: "ForecastPeers/swift/ForecastPeer"
        ),
        // The Swift side of ForecastPeers/classical.
        .executableTarget(
            name: "classical-fits",
            dependencies: [
                .product(name: "DataParallel", package: "apus"),
                .product(name: "Forecasting", package: "apus"),
            ],
            path: "ForecastPeers/classical/swift"
        ),
    ],
    swiftLanguageModes: [.v6]
)
