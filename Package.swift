// swift-tools-version: 6.2
// TrailSeal verifies downloaded CloudTrail archives offline. Layers of targets: Documentation/ARCHITECTURE.md.

import PackageDescription

/// One set of language rules for every target.
let strictSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The modules inside, for the packages in Fuzzing/ and Benchmarks/ alone. Their scripts set the variable. Nobody else
/// sees the product, so the modules may change.
let innerProducts: [Product] =
    Context.environment["TRAILSEAL_INNER"] == nil
    ? []
    : [
        .library(
            name: "TrailSealInner",
            targets: [
                "TrailSealChanges", "TrailSealFormat", "TrailSealArchive", "TrailSealControls", "TrailSealVerification",
                "TrailSealState",
            ])
    ]

let package = Package(
    name: "TrailSeal",
    products: [
        .library(name: "TrailSeal", targets: ["TrailSeal"]),
        .executable(name: "trailseal", targets: ["trailseal"]),
    ] + innerProducts,
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // Layer 0: C libraries and plain values.
        .systemLibrary(name: "CTrailSealLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CTrailSealZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CTrailSealMalloc"),
        .target(name: "CTrailSealCRC32"),
        .target(name: "CTrailSealFileTree"),
        // Only the program links it, and only in a static executable has it content.
        .target(name: "CTrailSealWithoutNetwork"),
        .target(name: "TrailSealPrimitives", swiftSettings: strictSettings),

        // Layer 1: the machine. No CloudTrail word appears here.
        .target(
            name: "TrailSealLibCrypto", dependencies: ["CTrailSealLibCrypto", "TrailSealPrimitives"],
            swiftSettings: strictSettings),
        .target(
            name: "TrailSealGzip", dependencies: ["CTrailSealCRC32", "CTrailSealZlib"], swiftSettings: strictSettings),
        .target(
            name: "TrailSealFileTree", dependencies: ["CTrailSealFileTree", "TrailSealPrimitives"],
            swiftSettings: strictSettings),
        .target(name: "TrailSealWorkerPool", swiftSettings: strictSettings),

        // Layer 2: the format, pure.
        .target(name: "TrailSealFormat", dependencies: ["TrailSealPrimitives"], swiftSettings: strictSettings),

        // Layer 3: the kernel, pure: it proves, and grants the verdict.
        .target(
            name: "TrailSealProof", dependencies: ["TrailSealFormat", "TrailSealLibCrypto", "TrailSealPrimitives"],
            swiftSettings: strictSettings
        ),

        // Layer 3: these three don't import each other.
        .target(
            name: "TrailSealArchive",
            dependencies: [
                "TrailSealFormat", "TrailSealFileTree", "TrailSealGzip", "TrailSealLibCrypto", "TrailSealPrimitives",
                "TrailSealWorkerPool",
            ],
            swiftSettings: strictSettings
        ),
        .target(
            name: "TrailSealVerification",
            dependencies: [
                "TrailSealFormat", "TrailSealProof", "TrailSealLibCrypto", "TrailSealPrimitives", "TrailSealWorkerPool",
            ],
            swiftSettings: strictSettings
        ),

        .target(
            name: "TrailSealControls", dependencies: ["TrailSealFormat", "TrailSealPrimitives"],
            swiftSettings: strictSettings
        ),

        // Layer 4: what is said about it, and what is handed on.
        .target(
            name: "TrailSealChanges",
            dependencies: [
                "TrailSealControls", "TrailSealFormat", "TrailSealPrimitives", "TrailSealVerification",
                "TrailSealWorkerPool",
            ],
            swiftSettings: strictSettings
        ),
        .target(
            name: "TrailSealExport",
            dependencies: [
                "TrailSealFormat", "TrailSealVerification", "TrailSealFileTree", "TrailSealGzip", "TrailSealLibCrypto",
                "TrailSealPrimitives",
            ],
            swiftSettings: strictSettings
        ),
        .target(
            name: "TrailSealState",
            dependencies: ["TrailSealFormat", "TrailSealVerification", "TrailSealLibCrypto", "TrailSealPrimitives"],
            swiftSettings: strictSettings
        ),
        .target(
            name: "TrailSealReporting",
            dependencies: [
                "TrailSealChanges", "TrailSealControls", "TrailSealFormat", "TrailSealVerification",
                "TrailSealLibCrypto",
                "TrailSealPrimitives",
            ],
            swiftSettings: strictSettings
        ),

        // Layer 5: the library that others import. Its public types are its own.
        .target(
            name: "TrailSeal",
            dependencies: [
                "TrailSealArchive", "TrailSealControls", "TrailSealFormat", "TrailSealVerification",
                "TrailSealFileTree",
                "TrailSealGzip", "TrailSealLibCrypto", "TrailSealPrimitives", "TrailSealReporting", "TrailSealExport",
                "TrailSealWorkerPool",
            ],
            swiftSettings: strictSettings
        ),

        // Layers 5 and 6: the command line.
        .target(
            name: "TrailSealCommands",
            dependencies: [
                "CTrailSealMalloc", "TrailSealArchive", "TrailSealChanges", "TrailSealControls", "TrailSealFormat",
                "TrailSealVerification", "TrailSealFileTree",
                "TrailSealGzip", "TrailSealLibCrypto", "TrailSealPrimitives", "TrailSealReporting", "TrailSealState",
                "TrailSealExport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strictSettings
        ),
        .executableTarget(
            name: "trailseal",
            dependencies: [
                "CTrailSealWithoutNetwork", "TrailSealCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strictSettings
        ),

        // The test world: shares no code with what it tests.
        .target(
            name: "VirtualTrail", dependencies: ["CTrailSealLibCrypto", "CTrailSealZlib"], swiftSettings: strictSettings
        ),
        .executableTarget(
            name: "trailseal-fixtures",
            dependencies: [
                "CTrailSealFileTree", "VirtualTrail",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strictSettings
        ),

        // The search: its world and oracle share no code with the product, which only the adapter knows.
        .target(
            name: "TrailSealSearch", dependencies: ["CTrailSealZlib", "VirtualTrail"], swiftSettings: strictSettings),
        .target(
            name: "TrailSealSearchAdapter",
            dependencies: [
                "TrailSealFormat", "TrailSealVerification", "TrailSealLibCrypto", "TrailSealPrimitives",
                "TrailSealSearch",
                "VirtualTrail",
            ],
            swiftSettings: strictSettings
        ),
        .executableTarget(
            name: "trailseal-search",
            dependencies: [
                "TrailSealSearch", "TrailSealSearchAdapter", "VirtualTrail",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strictSettings
        ),

        // Tests; TestSupport holds what several of them need.
        .target(name: "CTestSupport", path: "Tests/CTestSupport"),
        .target(
            name: "TestSupport", dependencies: ["CTestSupport", "CTrailSealZlib", "VirtualTrail"],
            path: "Tests/TestSupport",
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealPrimitivesTests", dependencies: ["TrailSealPrimitives"], swiftSettings: strictSettings),
        .testTarget(
            name: "TrailSealFormatTests", dependencies: ["TrailSealFormat", "TrailSealPrimitives"],
            swiftSettings: strictSettings
        ),
        // The fuzzers in Fuzzing/ use the slow parsers too.
        .target(name: "SlowParsers", path: "Tests/SlowParsers", swiftSettings: strictSettings),
        .testTarget(
            name: "DifferentialTests", dependencies: ["TrailSealFormat", "TrailSealPrimitives", "SlowParsers"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealWorkerPoolTests", dependencies: ["TrailSealWorkerPool"], swiftSettings: strictSettings),
        .testTarget(
            name: "TrailSealFileTreeTests", dependencies: ["TrailSealFileTree", "TrailSealPrimitives", "TestSupport"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealControlsTests", dependencies: ["TrailSealControls", "TestSupport"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "VirtualTrailTests", dependencies: ["TestSupport", "VirtualTrail"], swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealSearchTests", dependencies: ["TrailSealSearch", "TrailSealSearchAdapter", "VirtualTrail"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealSearchAdapterTests", dependencies: ["TrailSealSearch", "TrailSealSearchAdapter"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealArchiveTests",
            dependencies: [
                "TrailSealArchive", "TrailSealFormat", "TrailSealVerification", "TrailSealFileTree",
                "TrailSealLibCrypto",
                "TrailSealPrimitives", "TestSupport", "VirtualTrail",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealVerificationTests",
            dependencies: ["TrailSealFormat", "TrailSealVerification", "TrailSealLibCrypto", "TrailSealPrimitives"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealStateTests",
            dependencies: [
                "TrailSealFormat", "TrailSealVerification", "TrailSealLibCrypto", "TrailSealPrimitives",
                "TrailSealState",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealLibCryptoTests",
            dependencies: ["TrailSealFormat", "TrailSealLibCrypto", "TrailSealPrimitives", "TestSupport"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealGzipTests",
            dependencies: [
                "TrailSealGzip", "TrailSealLibCrypto", "TrailSealPrimitives", "TestSupport", "VirtualTrail",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealProofTests",
            dependencies: [
                "TrailSealFormat", "TrailSealProof", "TrailSealLibCrypto", "TrailSealPrimitives", "VirtualTrail",
            ],
            swiftSettings: strictSettings
        ),
        // The kernel by itself over every vector.
        .testTarget(
            name: "KernelRunTests",
            dependencies: [
                "TrailSealArchive", "TrailSealControls", "TrailSealFormat", "TrailSealProof", "TrailSealFileTree",
                "TrailSealGzip",
                "TrailSealLibCrypto", "TrailSealPrimitives", "TestSupport",
            ],
            path: "Tests/KernelRun", swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealReportingTests",
            dependencies: [
                "TrailSealFormat", "TrailSealVerification", "TrailSealPrimitives", "TrailSealReporting", "TestSupport",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealChangesTests",
            dependencies: [
                "TrailSealChanges", "TrailSealControls", "TrailSealFormat", "TrailSealPrimitives",
                "TrailSealVerification",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealTests", dependencies: ["TrailSealVerification", "TestSupport", "TrailSeal"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealExportTests",
            dependencies: [
                "TestSupport", "TrailSealExport", "TrailSealFormat", "TrailSealPrimitives", "TrailSealVerification",
                "VirtualTrail",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealCommandsTests",
            dependencies: ["TestSupport", "VirtualTrail"],
            swiftSettings: strictSettings
        ),
        // Reads documents, sources and vectors; needs no code of the product.
        .testTarget(name: "DocumentationTests", dependencies: ["TestSupport"], swiftSettings: strictSettings),
        .testTarget(
            name: "ModelTests",
            dependencies: ["TestSupport", "TrailSealSearch", "TrailSealSearchAdapter", "VirtualTrail"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "TrailSealArchive", "TrailSealControls", "TrailSealFormat", "TrailSealVerification",
                "TrailSealPrimitives",
                "TrailSealReporting", "TestSupport", "TrailSealCommands", "VirtualTrail",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["one-way-differs.txt"], swiftSettings: strictSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)
