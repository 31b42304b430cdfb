// swift-tools-version: 6.2
// Fuzzers of everything that reads bytes of unknown origin; a package of its own so that ordinary builds know nothing of
// them. Scripts/fuzz builds and runs them: Documentation/TESTING.md.

import PackageDescription

let strictSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "TrailSealFuzzing",
    dependencies: [.package(name: "TrailSeal", path: "..")],
    targets: [
        // What Swift cannot say: libFuzzer's entry, and zlib called in one go.
        .target(name: "CFuzzing", linkerSettings: [.linkedLibrary("z")]),
        // A link to the folder in Tests: the differential tests use the same parsers.
        .target(name: "SlowParsers", swiftSettings: strictSettings),
        .executableTarget(
            name: "trailseal-fuzz",
            dependencies: ["CFuzzing", "SlowParsers", .product(name: "TrailSeal", package: "TrailSeal")],
            swiftSettings: strictSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)
