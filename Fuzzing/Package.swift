// swift-tools-version: 6.2
// Fuzzers of everything that reads untrusted bytes. This is a package of its own, so ordinary builds don't depend on
// it. Scripts/fuzz builds and runs the fuzzers: Documentation/TESTING.md.

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
        // What needs C: libFuzzer's entry point, and zlib in a single call.
        .target(name: "CFuzzing", linkerSettings: [.linkedLibrary("z")]),
        // A link to the folder in Tests. The differential tests use the same parsers.
        .target(name: "SlowParsers", swiftSettings: strictSettings),
        .executableTarget(
            name: "trailseal-fuzz",
            dependencies: ["CFuzzing", "SlowParsers", .product(name: "TrailSealInner", package: "TrailSeal")],
            swiftSettings: strictSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)
