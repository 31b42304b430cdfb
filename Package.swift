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
                "CloudTrailFormat", "CloudTrailArchive", "CloudTrailControls", "CloudTrailVerification",
                "VerificationState",
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
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CFileTree"),
        // Only the program links it, and only in a static executable has it content.
        .target(name: "CWithoutNetwork"),
        .target(name: "Primitives", swiftSettings: strictSettings),

        // Layer 1: the machine. No CloudTrail word appears here.
        .target(name: "LibCrypto", dependencies: ["CLibCrypto", "Primitives"], swiftSettings: strictSettings),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: strictSettings),
        .target(name: "FileTree", dependencies: ["CFileTree", "Primitives"], swiftSettings: strictSettings),
        .target(name: "WorkerPool", swiftSettings: strictSettings),

        // Layer 2: the format, pure.
        .target(name: "CloudTrailFormat", dependencies: ["Primitives"], swiftSettings: strictSettings),

        // Layer 3: the kernel, pure: it proves, and grants the verdict.
        .target(
            name: "CloudTrailProof", dependencies: ["CloudTrailFormat", "LibCrypto", "Primitives"],
            swiftSettings: strictSettings
        ),

        // Layer 3: these three don't import each other.
        .target(
            name: "CloudTrailArchive",
            dependencies: ["CloudTrailFormat", "FileTree", "Gzip", "LibCrypto", "Primitives", "WorkerPool"],
            swiftSettings: strictSettings
        ),
        .target(
            name: "CloudTrailVerification",
            dependencies: ["CloudTrailFormat", "CloudTrailProof", "LibCrypto", "Primitives", "WorkerPool"],
            swiftSettings: strictSettings
        ),

        .target(
            name: "CloudTrailControls", dependencies: ["CloudTrailFormat", "Primitives"], swiftSettings: strictSettings
        ),

        // Layer 4: what is said about it, and what is handed on.
        .target(
            name: "VerifiedExport",
            dependencies: ["CloudTrailFormat", "CloudTrailVerification", "FileTree", "Gzip", "Primitives"],
            swiftSettings: strictSettings
        ),
        .target(
            name: "VerificationState",
            dependencies: ["CloudTrailFormat", "CloudTrailVerification", "LibCrypto", "Primitives"],
            swiftSettings: strictSettings
        ),
        .target(
            name: "Reporting",
            dependencies: [
                "CloudTrailControls", "CloudTrailFormat", "CloudTrailVerification", "LibCrypto", "Primitives",
            ],
            swiftSettings: strictSettings
        ),

        // Layer 5: the library that others import. Its public types are its own.
        .target(
            name: "TrailSeal",
            dependencies: [
                "CloudTrailArchive", "CloudTrailControls", "CloudTrailFormat", "CloudTrailVerification", "FileTree",
                "Gzip", "LibCrypto", "Primitives", "Reporting", "VerifiedExport", "WorkerPool",
            ],
            swiftSettings: strictSettings
        ),

        // Layers 5 and 6: the command line.
        .target(
            name: "TrailSealCommands",
            dependencies: [
                "CloudTrailArchive", "CloudTrailControls", "CloudTrailFormat", "CloudTrailVerification", "FileTree",
                "Gzip", "LibCrypto", "Primitives", "Reporting", "VerificationState", "VerifiedExport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strictSettings
        ),
        .executableTarget(
            name: "trailseal",
            dependencies: [
                "CWithoutNetwork", "TrailSealCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strictSettings
        ),

        // The test world: shares no code with what it tests.
        .target(name: "VirtualTrail", dependencies: ["CLibCrypto", "CZlib"], swiftSettings: strictSettings),
        .executableTarget(
            name: "trailseal-fixtures",
            dependencies: [
                "CFileTree", "VirtualTrail", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strictSettings
        ),

        // The search: its world and oracle share no code with the product, which only the adapter knows.
        .target(name: "TrailSealSearch", dependencies: ["CZlib", "VirtualTrail"], swiftSettings: strictSettings),
        .target(
            name: "TrailSealSearchAdapter",
            dependencies: [
                "CloudTrailFormat", "CloudTrailVerification", "LibCrypto", "Primitives", "TrailSealSearch",
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
            name: "TestSupport", dependencies: ["CTestSupport", "CZlib", "VirtualTrail"], path: "Tests/TestSupport",
            swiftSettings: strictSettings
        ),
        .testTarget(name: "PrimitivesTests", dependencies: ["Primitives"], swiftSettings: strictSettings),
        .testTarget(
            name: "CloudTrailFormatTests", dependencies: ["CloudTrailFormat", "Primitives"],
            swiftSettings: strictSettings
        ),
        // The fuzzers in Fuzzing/ use the slow parsers too.
        .target(name: "SlowParsers", path: "Tests/SlowParsers", swiftSettings: strictSettings),
        .testTarget(
            name: "DifferentialTests", dependencies: ["CloudTrailFormat", "Primitives", "SlowParsers"],
            swiftSettings: strictSettings
        ),
        .testTarget(name: "WorkerPoolTests", dependencies: ["WorkerPool"], swiftSettings: strictSettings),
        .testTarget(
            name: "FileTreeTests", dependencies: ["FileTree", "Primitives", "TestSupport"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "CloudTrailControlsTests", dependencies: ["CloudTrailControls", "TestSupport"],
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
            name: "CloudTrailArchiveTests",
            dependencies: [
                "CloudTrailArchive", "CloudTrailFormat", "CloudTrailVerification", "FileTree", "LibCrypto",
                "Primitives", "TestSupport", "VirtualTrail",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "CloudTrailVerificationTests",
            dependencies: ["CloudTrailFormat", "CloudTrailVerification", "LibCrypto", "Primitives"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "VerificationStateTests",
            dependencies: [
                "CloudTrailFormat", "CloudTrailVerification", "LibCrypto", "Primitives", "VerificationState",
            ],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "LibCryptoTests",
            dependencies: ["CloudTrailFormat", "LibCrypto", "Primitives", "TestSupport"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "GzipTests",
            dependencies: ["Gzip", "LibCrypto", "Primitives", "TestSupport", "VirtualTrail"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "CloudTrailProofTests",
            dependencies: ["CloudTrailFormat", "CloudTrailProof", "LibCrypto", "Primitives", "VirtualTrail"],
            swiftSettings: strictSettings
        ),
        // The kernel by itself over every vector.
        .testTarget(
            name: "KernelRunTests",
            dependencies: [
                "CloudTrailArchive", "CloudTrailControls", "CloudTrailFormat", "CloudTrailProof", "FileTree", "Gzip",
                "LibCrypto", "Primitives", "TestSupport",
            ],
            path: "Tests/KernelRun", swiftSettings: strictSettings
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["CloudTrailFormat", "CloudTrailVerification", "Primitives", "Reporting", "TestSupport"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "TrailSealTests", dependencies: ["CloudTrailVerification", "TestSupport", "TrailSeal"],
            swiftSettings: strictSettings
        ),
        .testTarget(
            name: "VerifiedExportTests", dependencies: ["TestSupport", "VerifiedExport"], swiftSettings: strictSettings),
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
                "CloudTrailArchive", "CloudTrailControls", "CloudTrailFormat", "CloudTrailVerification", "Primitives",
                "Reporting", "TestSupport", "TrailSealCommands", "VirtualTrail",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["one-way-differs.txt"], swiftSettings: strictSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)
