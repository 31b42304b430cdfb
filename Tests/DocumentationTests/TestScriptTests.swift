import Foundation
import TestSupport
import Testing

/// `Scripts/test --extended` must fail if one of its tests fails.
@Suite struct TestScriptTests {
    /// The functions of the script, and a test that ends with a status.
    @Test(arguments: [0, 1, 70]) func failuresAreNoticed(_ status: Int) throws {
        let script = """
            eval "$(sed -n '/^timed() {$/,/^}$/p; /^apart() {$/,/^}$/p' Scripts/test)"
            say() { :; }
            export -f say timed apart
            printf '%s\\0' 'echo begun; (exit \(status))' | xargs -0 -n 1 bash -c 'apart "$1"' apart
            """
        let run = try Program("/bin/bash", ["-c", script]).run(in: TestPaths.package.path)
        #expect(run.output == "begun\n")
        #expect((run.status == 0) == (status == 0), "\(run.errors)")
    }
}
