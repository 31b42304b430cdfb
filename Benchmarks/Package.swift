// swift-tools-version: 6.2
// Benchmarks of single functions. This is a separate package, so building TrailSeal doesn't fetch the benchmark library.

import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "TrailSeal", path: ".."),
        // Without its interposers, which count allocations and slow down everything.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Inner",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "TrailSealInner", package: "TrailSeal"),
            ],
            path: "Inner",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ],
    swiftLanguageModes: [.v6]
)
