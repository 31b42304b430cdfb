import Foundation
import TestSupport
import Testing

/// Verifying an archive changes nothing in it: no time of any inode, and no byte.
@Suite struct UntouchedTests {
    /// Name, times and size of everything. The listing program doesn't open files. Its own access to folders is undone
    /// by setting their access times again before the run.
    private func trace(_ archive: SmallArchive) throws -> String {
        try Program("/bin/sh", ["-c", "cat names | xargs -0 stat --format '%n %X %Y %Z %s'"]).run(
            in: archive.folder.path
        )
        .output
    }

    private func hashes(_ archive: SmallArchive) throws -> String {
        try Program("/bin/sh", ["-c", "find tree -type f -print0 | sort -z | xargs -0 sha256sum"])
            .run(in: archive.folder.path).output
    }

    @Test(arguments: [["verify"], ["export", "--output", "events"], ["manifest"], ["plan"]])
    func nothingIsTouched(_ command: [String]) throws {
        let archive = try SmallArchive()
        let content = try hashes(archive)
        // Access times in the distant past, which any ordinary read would update.
        let age = "find tree -print0 >names; cat names | xargs -0 touch -a -d 2020-01-01T00:00:00Z"
        #expect(try Program("/bin/sh", ["-c", age]).run(in: archive.folder.path).status == 0)
        let before = try trace(archive)
        #expect(before.split(separator: "\n").count > 20)
        #expect(before.split(separator: "\n").allSatisfy { $0.contains(" 1577836800 ") })
        let arguments =
            command == ["manifest"] ? ["manifest", "tree"] : [command[0]] + archive.arguments + command.dropFirst()
        #expect(try Program.trailseal(arguments).run(in: archive.folder.path).status == 0)
        #expect(try trace(archive) == before)
        #expect(try hashes(archive) == content)
        if try trace(archive) == before { print("This file system keeps no access times: nothing is shown of them.") }
    }
}
