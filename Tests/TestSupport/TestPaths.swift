public import Foundation

/// The paths that tests read from.
public enum TestPaths {
    /// The package's folder.
    public static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The conformance cases. `TRAILSEAL_CASES` names another folder.
    public static let cases = folder("TRAILSEAL_CASES") ?? package.appending(path: "TestVectors/cases")

    /// Vectors of other projects. `TRAILSEAL_VECTORS` names another folder.
    public static let vectors =
        folder("TRAILSEAL_VECTORS") ?? package.deletingLastPathComponent().appending(path: "shared/vectors")

    /// Archives from other generators. `TRAILSEAL_SAMPLES` names another folder.
    public static let samples =
        folder("TRAILSEAL_SAMPLES") ?? package.deletingLastPathComponent().appending(path: "shared/samples")

    /// The binary under test: `TRAILSEAL_BIN`, or the one beside the running tests.
    public static let binary = folder("TRAILSEAL_BIN") ?? sharedBinary

    /// A binary that uses shared libraries, so that their functions can be replaced: the one beside the running tests. Under a
    /// sanitizer, the binary under test.
    public static let sharedBinary: URL = {
        if isSanitized, let given = folder("TRAILSEAL_BIN") { return given }
        for kind in ["debug", "release"] {
            let candidate = package.appending(path: ".build/\(kind)/trailseal")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        }
        return package.appending(path: ".build/debug/trailseal")
    }()

    /// Whether to run tests that take long or need other software.
    public static let isExtended = ProcessInfo.processInfo.environment["TRAILSEAL_EXTENDED"] == "1"

    /// Whether the folders beside the checkout (vectors and samples) must exist. Otherwise their tests are skipped.
    public static let needsShared = ProcessInfo.processInfo.environment["TRAILSEAL_SHARED"] == "required"

    /// Whether code and binary run under a sanitizer, which takes more memory and time.
    public static let isSanitized = ProcessInfo.processInfo.environment["TRAILSEAL_SANITIZER"] != nil

    /// Whether a file or folder exists.
    public static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    private static func folder(_ variable: String) -> URL? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    }
}
