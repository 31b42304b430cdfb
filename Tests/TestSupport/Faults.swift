internal import Foundation

/// The library that makes a program's system calls fail. It is compiled once from Tests/Faults/faults.c. A static program would
/// not load it.
public enum Faults {
    private static let library: Result<(folder: TemporaryFolder, path: String), any Error> = Result {
        let folder = try TemporaryFolder()
        let path = folder.path("faults.so")
        let source = TestPaths.package.appending(path: "Tests/Faults/faults.c").path
        let outcome = try Program(
            "/usr/bin/env", ["clang", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", path, source, "-ldl"]
        ).run()
        guard outcome.status == 0 else { throw Failure(errors: outcome.errors) }
        return (folder, path)
    }

    /// The output of a compiler that failed.
    public struct Failure: Error { let errors: String }

    /// `trailseal` with arguments. Files whose path contains `part` meet `fault`. `limit` is for the shell's `ulimit`.
    public static func trailseal(
        _ arguments: [String], _ fault: String, at part: String = "", limit: String = "-c 0"
    ) throws -> Program {
        Program(
            "/bin/sh",
            [
                "-c", "ulimit \(limit); exec env \"$@\"", "sh", "LD_PRELOAD=\(try library.get().path)",
                "FAULT=\(fault)", "FAULT_PATH=\(part)", TestPaths.sharedBinary.path,
            ] + arguments)
    }
}
