// swift-tools-version: 6.3

import PackageDescription

// A package of its own, so that nobody who uses the libraries builds it.
let package = Package(
    name: "apus-cross-check",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "apus", path: "../../..")],
    targets: [
        .executableTarget(
            name: "apus-figures",
            dependencies: [
                .product(name: "Backtesting", package: "apus"),
                .product(name: "MarketData", package: "apus"),
                .product(name: "Validation", package: "apus"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
