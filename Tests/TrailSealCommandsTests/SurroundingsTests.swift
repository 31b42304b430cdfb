import Foundation
import TestSupport
import Testing
import VirtualTrail

/// What the program does in a process that lacks something: streams, stack, descriptors.
@Suite struct SurroundingsTests {
    /// A small archive. With `isEdited`, a log is missing its end.
    private func archive(isEdited: Bool = false) throws -> SmallArchive {
        let archive = try SmallArchive()
        if isEdited {
            let log = archive.log(0)
            let content = try #require(FileManager.default.contents(atPath: log))
            try content.dropLast(9).write(to: URL(filePath: log))
        }
        return archive
    }

    private static func command(_ name: String) -> String {
        "'\(TestPaths.binary.path)' \(name) tree --keys keys --signatures signatures"
    }

    private static let verify = command("verify")

    private func run(_ script: String, in archive: SmallArchive) throws -> Program.Outcome {
        let outcome = try Program("/bin/sh", ["-c", script]).run(in: archive.folder.path, timeout: 20)
        #expect(!outcome.isTimedOut, "\(script)")
        return outcome
    }

    /// Standard input that is closed can't be read. It isn't a pipe of the program's own, which would never end.
    @Test func closedInput() throws {
        let outcome = try run("exec \(Self.verify) --trail-description - <&-", in: try archive())
        #expect(outcome.status == 66, "\(outcome.errors)")
    }

    /// What can't be written ends with 73, whichever other streams are closed.
    @Test(arguments: [
        "\(verify) --report jsonl=-", verify, "\(verify) --exit-style nagios",
        command("changes"), "\(command("export")) --output -",
    ])
    func closedOutput(_ command: String) throws {
        let archive = try archive()
        for streams in [">&-", "<&- >&-", "<&- >&- 2>&-"] {
            let outcome = try run("exec \(command) \(streams)", in: archive)
            #expect(outcome.status == (command.contains("nagios") ? 3 : 73), "\(streams): \(outcome.errors)")
        }
    }

    /// No output goes into a file that was opened under the number of a closed stream.
    @Test func closedStreamsAndLock() throws {
        let archive = try archive(isEdited: true)
        try archive.folder.write("TRAIL=management\n", to: "my.conf")
        for streams in ["<&- >&- 2>&-", ">&- 2>&-", "2>&-"] {
            let outcome = try run("exec \(Self.verify) -q --progress always --lock my.conf \(streams)", in: archive)
            #expect(outcome.status == 1)
            #expect(try archive.folder.read("my.conf") == "TRAIL=management\n")
        }
    }

    /// If a report can't be written, the verdict is told nevertheless (VERDICT-12).
    @Test func verdictWithoutReport() throws {
        let archive = try archive(isEdited: true)
        let text = try run("exec \(Self.verify) --report json=/dev/full", in: archive)
        #expect(text.status == 73 && text.output.contains("Verdict: invalid"), "\(text.output)\(text.errors)")
        let quiet = try run("exec \(Self.verify) --report json=/dev/full -q", in: archive)
        #expect(quiet.status == 73 && quiet.output.isEmpty && quiet.errors.contains("INVALID"), "\(quiet.errors)")
        let full = try run("exec \(Self.verify) >/dev/full", in: archive)
        #expect(full.status == 73 && full.errors.contains("INVALID"), "\(full.errors)")
        let nagios = try run("exec \(Self.verify) --exit-style nagios --report json=/dev/full", in: archive)
        #expect(nagios.status == 3 && nagios.output.hasPrefix("CLOUDTRAIL UNKNOWN: "), "\(nagios.output)")
        #expect(nagios.output.contains("the verdict is invalid"))
        let unheard = try run("exec \(Self.verify) --exit-style nagios >/dev/full", in: archive)
        #expect(unheard.status == 3 && unheard.errors.contains("the verdict is invalid"), "\(unheard.errors)")
    }

    /// A pipe that doesn't block, as other programs leave it, gets everything.
    @Test func nonBlockingOutput() throws {
        let script = """
            import os, subprocess, sys, time
            source, target = os.pipe()
            os.set_blocking(target, False)
            process = subprocess.Popen(sys.argv[1:], stdout=target)
            os.close(target)
            time.sleep(0.5)
            text = b""
            while piece := os.read(source, 65536): text += piece
            sys.stdout.buffer.write(text)
            sys.exit(process.wait())
            """
        let archive = try archive()
        let arguments = ["manifest", TestPaths.cases.path]
        let expected = try Program.trailseal(arguments).run()
        let outcome = try Program("/usr/bin/python3", ["-c", script, TestPaths.binary.path] + arguments)
            .run(in: archive.folder.path, timeout: 20)
        #expect(expected.output.utf8.count > 1 << 16, "the test needs more than a pipe holds")
        #expect(outcome.status == expected.status && outcome.output == expected.output)
    }

    /// With too small a stack there is no run. The limit is raised if it may be.
    @Test(.disabled(if: TestPaths.isSanitized)) func smallStack() throws {
        let archive = try archive()
        let hard = try run("ulimit -s 64; exec \(Self.verify) --report json=report.json", in: archive)
        #expect(hard.status == 70 && hard.errors.contains("ulimit -s"), "\(hard.status) \(hard.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: archive.folder.path)
        #expect(names.allSatisfy { !$0.contains("report") })
        let soft = try run("ulimit -S -s 64; exec \(Self.verify)", in: archive)
        #expect(soft.status == 0, "\(soft.errors)")
    }
}
