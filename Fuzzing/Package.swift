// swift-tools-version: 6.3

import PackageDescription

// A package of its own, so that nobody who uses the libraries builds it. Scripts/fuzz builds it with libFuzzer.
let package = Package(
    name: "apus-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "apus", path: "..")],
    targets: [
        .target(name: "FuzzSupport"),
        .executableTarget(
            name: "apus-fuzz",
            dependencies: [
                "FuzzSupport",
                .product(name: "MarketData", package: "apus"),
                .product(name: "Optimization", package: "apus"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
