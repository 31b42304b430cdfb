import VirtualTrail

/// Unlisted files, by stamp and day folder, and logs of the days next to the copy.
enum WindowCases {
    static var all: [ConformanceCase] { unlisted + notDue + days + beyond }

    /// Windows with one end that nothing in the archive meets.
    private static var beyond: [ConformanceCase] {
        func one(_ name: String, _ description: String, _ gap: Expected, _ options: [String]) -> ConformanceCase {
            chainCase(
                "window-" + name, "TIME-28, VERDICT-10", description, exit: 2, [gap], digests: [0, 0, 0, 0],
                logs: [0, 0, 0, 0, 0], options: options)
        }
        return [
            one(
                "from-after-end", "A window that begins after the newest digest.", gap(3, 5),
                ["--from", Moment.hour(5).iso]),
            one(
                "to-before-start", "A window that ends before the oldest digest.", gap(-2, 0),
                ["--to", Moment.hour(-2).iso]),
        ]
    }

    private static let logs = "AWSLogs/111122223333/CloudTrail/us-east-1/"

    private static var unlisted: [ConformanceCase] {
        func forged(
            _ name: String, _ description: String, _ path: String, isInScope: Bool, options: [String] = window(0, 3)
        ) -> ConformanceCase {
            chainCase(
                "unlisted-" + name, "SCOPE-6", description, exit: isInScope ? 2 : 0,
                isInScope ? ["log-unreferenced"] : [], logs: [3, 0, 0, 0, isInScope ? 1 : 0], options: options
            ) { world, _ in world.forge(logs + path) }
        }
        let old = "2026/10/01/" + forgedName("20200101T0100Z")
        return [
            forged(
                "stamp-outside", "A forged log lies in a day folder of the window, with a stamp of years before.", old,
                isInScope: true),
            forged("stamp-outside-no-window", "The same without a window.", old, isInScope: true, options: []),
            forged(
                "stamp-and-folder-outside", "Stamp and day folder of an unlisted log lie outside the window.",
                "2026/08/15/" + forgedName("20260815T0110Z"), isInScope: false),
            forged(
                "folder-outside", "A forged log stamped in the window lies in the day folder of weeks before.",
                "2026/08/15/" + forgedName("20261001T0110Z"), isInScope: true),
            forged(
                "folder-of-day-before", "A forged log is stamped in the day before the window, and lies in its folder.",
                "2026/09/30/" + forgedName("20260930T2000Z"), isInScope: true),
            forged(
                "no-stamp-folder-outside", "A file without a stamp lies in a day folder outside the window.",
                "2026/08/15/notes.json.gz", isInScope: false),
            forged(
                "no-stamp-folder-inside", "A file without a stamp lies in a day folder of the window.",
                "2026/10/01/notes.json.gz", isInScope: true),
            forged(
                "no-folder", "A log stamped outside the window lies in no day folder.", forgedName("20260815T0110Z"),
                isInScope: true),
        ]
    }

    private static var notDue: [ConformanceCase] {
        func late(
            _ name: String, _ description: String, exit: Int, _ findings: [Expected], hours: Range<Int> = 0..<3,
            digests: Counted = .whole, logs listed: Counted, options: [String], folder: String = "2026/10/01/",
            stamps: [String], _ change: @escaping (inout World, [Digest]) -> Void = { _, _ in }
        ) -> ConformanceCase {
            chainCase(
                "not-due" + name, "SCOPE-7", description, exit: exit, findings, hours: hours, digests: digests,
                logs: listed, options: options
            ) { world, digests in
                for stamp in stamps { world.forge(logs + folder + forgedName(stamp)) }
                change(&world, digests)
            }
        }
        let to = ["--to", Moment.hour(3).iso]
        let unlisted: Counted = [3, 0, 0, 0, 1]
        return [
            late(
                "", "Two logs are later than the window and the newest digest: no digest can list them yet.", exit: 0,
                [Expected(code: "log-not-due", count: 2)], logs: .whole, options: window(0, 3),
                stamps: ["20261001T0305Z", "20261001T0410Z"]),
            late(
                "-next-day", "A log of the next day, in its folder.", exit: 0,
                [Expected(code: "log-not-due", count: 1)], logs: .whole, options: window(0, 3),
                folder: "2026/10/02/", stamps: ["20261002T0005Z"]),
            late(
                "-from-alone", "Without --to nobody says where the copy ends.", exit: 2, ["log-unreferenced"],
                logs: unlisted, options: ["--from", Moment.hour(0).iso], stamps: ["20261001T0305Z"]),
            late(
                "-to-alone", "Without --from and without a state it is unreferenced.", exit: 2, ["log-unreferenced"],
                logs: unlisted, options: to, stamps: ["20261001T0305Z"]),
            late(
                "-to-and-state", "With --to and a state it is not yet due.", exit: 0,
                [Expected(code: "log-not-due", count: 1)], digests: .open, logs: [1, 0, 0, 0, 0],
                options: to + ["--state", "state.json"], stamps: ["20261001T0305Z"]
            ) { world, digests in
                world.setup = [.init(.write, "state.json", value: StateCases.state([digests[1]], older: 1))]
            },
            late(
                "-to-and-new-state", "With --to and a state that this run begins it is not yet due.", exit: 0,
                [Expected(code: "log-not-due", count: 1)], logs: .whole, options: to + ["--state", "state.json"],
                stamps: ["20261001T0305Z"]),
            late(
                "-before-window-end", "A log stamped before --to should have been listed.", exit: 2,
                ["log-unreferenced"], logs: unlisted, options: window(0, 3), stamps: ["20261001T0255Z"]),
            late(
                "-digests-go-on", "The digests go on after the window: one of them should have listed it.", exit: 2,
                ["log-unreferenced"], hours: 0..<6, digests: [3, 0, 0, 0], logs: unlisted, options: window(0, 3),
                stamps: ["20261001T0330Z"]),
            late(
                "-folder-disagrees", "Its stamp is days later than its folder.", exit: 2, ["log-unreferenced"],
                logs: unlisted, options: window(0, 3), stamps: ["20261005T0305Z"]),
        ]
    }

    /// One day's folders were copied. Digests end ten minutes before the hour, so the last one lists a log of the
    /// next day.
    private static var days: [ConformanceCase] {
        let next = Log(Trail(), at: .hour(24), records: 1, seed: 9)
        func day(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ finding: Expected,
            digests count: Int = 3, logs: [Int], options: [String] = []
        ) -> ConformanceCase {
            worldCase(
                "one-day-copied" + name, rule, description, exit: exit, [finding], digests: [count, 0, 0, 0],
                logs: logs, options: options
            ) { world in
                var digests: [Digest] = []
                for hour in 20..<(20 + count) {
                    let start = Moment.hour(hour) + 3_000
                    var logs = [Log(Trail(), at: start + 900, records: 1, seed: 1)]
                    if hour == 22 { logs.append(next) }
                    digests.append(
                        Digest(
                            Trail(), from: start, to: start + 3_600, logs: logs, after: digests.last, signedBy: .first))
                }
                world.publish(digests)
                world.tree[next.key] = nil
                world.saveHead(digests.last)
            }
        }
        let outside = Expected(code: "reference-outside-archive", key: next.key)
        return [
            day(
                "", "LOG-19", "The last digest lists a log of the next day. The copy holds no file of that day.",
                exit: 2,
                outside, logs: [3, 1, 0, 0, 0]),
            day(
                "-window", "LOG-19", "The same, and the window ends with the last digest.", exit: 2, outside,
                logs: [3, 1, 0, 0, 0], options: ["--to", (Moment.hour(23) + 3_000).iso]),
            day(
                "-and-more", "LOG-19, LOG-4", "The copy holds a digest of the next day: the log is missing.", exit: 1,
                Expected(code: "log-missing", key: next.key), digests: 4, logs: [4, 0, 0, 1, 0]),
        ]
    }
}
