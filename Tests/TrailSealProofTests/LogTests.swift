import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// Which objects digests list, and the disposition of each.
@Suite struct LogTests {
    private let log = Log(Trail(), at: .hour(0) + 300, records: 1, seed: 0)
    private var genuine: SHA256Digest { Self.hash(Hashes.sha256(log.content)) }
    private let other = Self.hash(Array(repeating: 7, count: 32))

    private static func hash(_ bytes: [UInt8]) -> SHA256Digest {
        guard let hash = SHA256Digest(bytes) else { preconditionFailure("a hash has 32 bytes") }
        return hash
    }

    private func listed(
        _ edits: [(inout DigestDraft) -> Void] = [{ _ in }], trail: Trail = Trail(), log: Log? = nil
    ) throws -> [ListedLog] {
        let digests = edits.enumerated().map { number, edit in
            Digest(
                trail, from: .hour(number), to: .hour(number + 1), logs: [log ?? self.log], after: nil,
                signedBy: .first, edit: edit)
        }
        return ListedLogs(try digests.map { DigestLogs(try $0.proved()) }).logs
    }

    private func replace(_ old: String, _ new: String) -> (inout DigestDraft) -> Void {
        { draft in
            let entries = draft.members.first { $0.name == "logFiles" }?.value ?? ""
            draft.set("logFiles", entries.replacing(old, with: new))
        }
    }

    @Test("LOG-1: each bucket and key is one object, whoever lists it") func once() throws {
        let twice = try listed([{ _ in }, { _ in }])
        #expect(twice.count == 1 && twice[0].hashes == [genuine] && twice[0].digests == [0, 1])
        let conflict = try listed([{ _ in }, replace(genuine.hex, other.hex)])
        #expect(conflict.count == 1 && conflict[0].hashes == [genuine, other])
        let buckets = try listed([{ _ in }, replace("\"s3Bucket\":\"virtual", "\"s3Bucket\":\"other")])
        #expect(buckets.count == 2 && buckets.map(\.number) == [0, 1])
    }

    @Test("DIGEST-24: another account's digest doesn't affect what the own account's digests list") func apart() throws
    {
        let digests = [Trail.other(account: "444455556666"), Trail()].map { trail in
            Digest(trail, from: .hour(0), to: .hour(1), logs: [log], after: nil, signedBy: .first, edit: { _ in })
        }
        let listed = ListedLogs(try digests.map { DigestLogs(try $0.proved()) })
        #expect(listed.logs.map(\.isForeign) == [true, false])
        #expect(listed.logs(at: listed.logs[0].location).map(\.number) == [1, 0])
    }

    @Test("DIGEST-24: a log of another account is foreign") func foreign() throws {
        #expect(try listed()[0].isForeign == false)
        let foreign = try listed(trail: .other(account: "444455556666"))[0]
        #expect(foreign.isForeign)
        guard case .unverified(.foreign) = LogProver.judge(foreign, [content()]) else {
            Issue.record("it is judged")
            return
        }
    }

    @Test(
        "LOG-6: an unsafe key counts as absent",
        arguments: ["", "/x", "a/../b", "./x", "a//b", "a\\u0000b", "a/", ".."])
    func unsafe(_ key: String) throws {
        let log = try listed([replace(self.log.key, key)])[0]
        #expect(log.key.isUnsafe)
        #expect(said(LogProver.judge(log, [content()])) == "missing")
        #expect(try !listed()[0].key.isUnsafe)
    }

    private func content(_ outcome: LogContent.Outcome? = nil) -> LogContent {
        LogContent(path: "x", outcome ?? .whole(genuine, isStoredInflated: false))
    }

    private func said(_ disposition: LogDisposition) -> String {
        switch disposition {
        case .verified(let files): "verified \(files.count)"
        case .invalid(let files): "invalid \(files.count { $0.fault != nil })"
        case .unverified(let doubt): "\(doubt)"
        default: "\(disposition)"
        }
    }

    private func judge(_ outcomes: [LogContent.Outcome], absence: LogAbsence = .seen) throws -> String {
        said(LogProver.judge(try listed()[0], outcomes.map { content($0) }, absence: absence))
    }

    @Test("LOG-2, LOG-9: there is a file, and every one has the listed content") func verified() throws {
        let whole = LogContent.Outcome.whole(genuine, isStoredInflated: false)
        let log = try listed()[0]
        guard case .verified(let files) = LogProver.judge(log, [content(.whole(genuine, isStoredInflated: true))])
        else {
            Issue.record("it is not verified")
            return
        }
        let file = try #require(files.first)
        #expect(files.count == 1 && file.location == log.location && file.hash == genuine && file.path == "x")
        #expect(file.isStoredInflated)
        #expect(try judge([whole]) == "verified 1")
        #expect(try judge([whole, whole]) == "verified 2")
        #expect(try judge([whole, .whole(other, isStoredInflated: false)]) == "invalid 1")
    }

    @Test("LOG-4, LOG-14, PLACE-19, SCOPE-8: an absent log") func absent() throws {
        #expect(try judge([]) == "missing")
        #expect(try judge([], absence: .hidden) == "unreadable")
        #expect(try judge([], absence: .outsideCopy) == "outsideCopy")
        #expect(try judge([], absence: .notAskedFor) == "notAskedFor")
        // A present log is judged as always.
        #expect(try judge([.damaged], absence: .notAskedFor) == "invalid 1")
    }

    @Test("LOG-7, LOG-10, LOG-11, LOG-16: the worst counts") func faults() throws {
        let whole = LogContent.Outcome.whole(genuine, isStoredInflated: false)
        #expect(try judge([.whole(other, isStoredInflated: false)]) == "invalid 1")
        // Other tools read bytes after the member.
        #expect(try judge([.trailing(genuine, 1)]) == "invalid 1")
        #expect(try judge([.damaged]) == "invalid 1")
        #expect(try judge([whole, .damaged, .unreadable]) == "invalid 2")
        #expect(try judge([whole, .unreadable]) == "unreadable")
        #expect(try judge([.unreadable]) == "unreadable")
    }

    @Test("LOG-13: two recorded hashes") func conflict() throws {
        let log = try listed([{ _ in }, replace(genuine.hex, other.hex)])[0]
        #expect(said(LogProver.judge(log, [content()])) == "conflict")
        #expect(said(LogProver.judge(log, [content(.whole(other, isStoredInflated: false))])) == "conflict")
        let third = Self.hash(Array(repeating: 9, count: 32))
        #expect(said(LogProver.judge(log, [content(.whole(third, isStoredInflated: false))])) == "invalid 1")
    }

    @Test("DIGEST-23: a hash of an unknown algorithm") func unsupported() throws {
        let log = try listed([{ _ in }, replace("SHA-256", "SHA3-256")])[0]
        #expect(log.hashes == [genuine, nil])
        #expect(said(LogProver.judge(log, [content()])) == "unsupported")
        #expect(said(LogProver.judge(log, [content(.whole(other, isStoredInflated: false))])) == "unsupported")
        #expect(said(LogProver.judge(log, [content(.damaged)])) == "invalid 1")
    }
}
