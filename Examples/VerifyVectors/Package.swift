// swift-tools-version: 6.2
// A program that imports TrailSeal. Tests/Library builds and runs it.

import PackageDescription

let package = Package(
    name: "VerifyVectors",
    dependencies: [.package(name: "TrailSeal", path: "../..")],
    targets: [
        .executableTarget(
            name: "VerifyVectors", dependencies: [.product(name: "TrailSeal", package: "TrailSeal")])
    ]
)
