// swift-tools-version: 6.2
// Benchmarks of the inner parts. Kept apart, so that nobody who builds TrailSeal has to fetch what measures it.

import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "TrailSeal", path: ".."),
        // Without its interposers, which count allocations and slow everything that is measured.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Inner",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"), .product(name: "TrailSeal", package: "TrailSeal"),
            ],
            path: "Inner",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ],
    swiftLanguageModes: [.v6]
)
