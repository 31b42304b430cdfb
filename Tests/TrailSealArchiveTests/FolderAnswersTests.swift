import Foundation
import TestSupport
import Testing
import TrailSealFileTree
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealArchive

/// Saved answers in folders, and the record of their use.
@Suite struct FolderAnswersTests {
    private static let name = "111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20261001T010000Z.json.gz"
    private static let folder = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01"
    private static func signature(_ number: Int) -> String {
        String(repeating: String(format: "%02x", number), count: 256)
    }
    private static let location = S3Location(bucket: "logs", key: ByteString("\(folder)/\(name)"))

    /// Writes answers. Unless they are `different`, all hold the same signature.
    private func answers(_ paths: [String], different: Bool = false) throws -> (SignatureStore, TemporaryFolder) {
        let folder = try TemporaryFolder()
        for (number, path) in paths.enumerated() {
            try folder.write(Self.signature(different ? number : 0), to: "saved/\(path)")
        }
        return (try SignatureStore.load([ByteString(folder.path("saved"))]), folder)
    }

    /// The order decides which answers are tried if there are too many, so it must not depend on the file system.
    @Test func theOrderIsThatOfPaths() throws {
        let paths = ["a-b/\(Self.name).json", "a/c/\(Self.name).json", "a/\(Self.name).head", "a.b/\(Self.name).json"]
        let (store, folder) = try answers(paths, different: true)
        let saved = folder.path("saved")
        #expect(store.folders.userPaths.map(\.description) == paths.sorted().map { "\(saved)/\($0)" })
        var opened: SignatureStore.OpenedFolder?
        let found = store.userSignatures(for: Self.location, &opened)
        #expect(found.map(\.source) == paths.sorted().map { .userPath(ByteString("\(saved)/\($0)")) })
        #expect(found.allSatisfy { $0.signature?.count == 256 })
    }

    /// A name that differs from the one before it only in its stamp isn't parsed as a whole.
    @Test func namesAreReadLikeTheirNeighbours() {
        let stems = [
            Self.name, Self.name.replacing(".json.gz", with: "_backfill.json.gz"), String(Self.name.dropLast(3)), "x",
        ]
        let stamps = ["20261001T010000Z", "20261001T020000Z", "20261001T250000Z", "2026-001T020000Z"]
        let names = stems.flatMap { stem in
            [".json", ".head.json", ".sig", "", ".txt"].flatMap { suffix in
                stamps.map { ByteString(stem.replacing("20261001T010000Z", with: $0) + suffix) }
            }
        }
        for last in names {
            for name in names {
                var (alone, after) = (FolderAnswers(), FolderAnswers())
                let isAnswer = alone.add(name, in: "f", below: "p", of: 0)
                _ = after.add(last, in: "f", below: "p", of: 0)
                #expect(after.add(name, in: "f", below: "p", of: 0) == isAnswer)
                guard isAnswer, let own = alone.files.last, let other = after.files.last else { continue }
                #expect(own.digest == other.digest && alone.objectPath(of: own) == after.objectPath(of: other))
            }
        }
    }

    /// An answer in the place of the key comes first. If there is one, others may prove but never accuse. An answer in the folder
    /// of another organization may never accuse.
    @Test func thePlaceCounts() throws {
        let own = "\(Self.folder)/\(Self.name).json"
        let other = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/02/\(Self.name).json"
        let organization = "AWSLogs/o-abcde12345/\(Self.folder.dropFirst(8))/\(Self.name).json"
        for (paths, attributed) in [
            ([own, other, "\(Self.name).json"], [own]), ([other, "\(Self.name).json"], ["\(Self.name).json", other]),
            ([organization, other], [other]), ([organization, own], [own]), ([other], [other]), ([organization], []),
        ] {
            let (store, folder) = try answers(paths, different: true)
            var opened: SignatureStore.OpenedFolder?
            let found = store.userSignatures(for: Self.location, &opened)
            #expect(found.count == paths.count)
            #expect(
                found.filter(\.isAttributed).map(\.source)
                    == attributed.map { .userPath(ByteString(folder.path("saved/\($0)"))) })
            let later = Self.location.key.description.replacing("T01", with: "T02")
            #expect(store.userSignatures(for: S3Location(bucket: "logs", key: ByteString(later)), &opened).isEmpty)
        }
    }

    /// An answer without a whole signature neither hides others nor counts for the cap (INPUT-4).
    @Test func uselessAnswersDoNotCount() throws {
        let (store, folder) = try answers((10..<40).map { "\($0)/\(Self.name).json" }, different: true)
        for number in 10..<38 {
            let text = number % 2 == 0 ? "" : number % 3 == 0 ? "An error occurred (403)" : "0011"
            try folder.write(text, to: "saved/\(number)/\(Self.name).json")
        }
        for _ in 0..<2 {
            var opened: SignatureStore.OpenedFolder?
            let found = store.userSignatures(for: Self.location, by: .account, &opened)
            #expect(found.map(\.signature?.count) == [256, 256])
        }
        #expect(store.uses.map(\.emptyFiles.count) == [28] && store.uses.map(\.used) == [2])
    }

    /// The same answer may be saved every night. It counts once, and as used wherever it lies.
    @Test func theSameAnswerCountsOnce() throws {
        let (store, folder) = try answers((10..<60).map { "\($0)/\(Self.folder)/\(Self.name).json" })
        defer { withExtendedLifetime(folder) {} }
        for _ in 0..<2 {
            var opened: SignatureStore.OpenedFolder?
            let found = store.userSignatures(for: Self.location, by: .account, &opened)
            #expect(found.map(\.source) == [.userPath(store.folders.userPaths[0])])
        }
        #expect(store.uses.map(\.used) == [50] && store.uses.map(\.emptyFiles.count) == [0])
    }

    @Test func theCapCountsDifferentAnswers() throws {
        let (store, folder) = try answers((10..<40).map { "\($0)/\(Self.name).json" }, different: true)
        defer { withExtendedLifetime(folder) {} }
        var opened: SignatureStore.OpenedFolder?
        #expect(store.userSignatures(for: Self.location, &opened).count == 17)
    }

    @Test(arguments: [
        ("\(name).json", true), ("\(name).sig", true), ("\(name.dropLast(3)).head.json", true),
        ("\(name.dropLast(8)).json", true), (name, false), ("\(name.dropLast(3)).txt", false), ("x.json", false),
    ])
    func names(_ name: String, _ isAnswer: Bool) {
        var answers = FolderAnswers()
        #expect(answers.add(ByteString(name), in: "a", below: "b", of: 0) == isAnswer)
        #expect(answers.userPaths == (isAnswer ? [ByteString("b/a/\(name)")] : []))
        if isAnswer { #expect(answers.objectPath(of: answers.files[0]) == ByteString("a/\(Self.name)")) }
    }

    /// Up to 64 readers record at once.
    @Test func useIsRecordedByManyThreads() async {
        let use = AnswerUse(count: 1_000)
        await withTaskGroup(of: Void.self) { group in
            for part in 0..<8 {
                group.addTask {
                    for number in 0..<1_000 {
                        use.mark(number, isOfUse: number % 2 == 0, by: part == number % 8 ? .everyone : .account)
                    }
                }
            }
        }
        for number in 0..<1_000 {
            #expect(use.isUsed(number) == (number % 2 == 0) && use.isShared(number) == (number % 2 == 0))
            #expect(use.isEmpty(number) == (number % 2 != 0))
        }
        use.mark(1_000, isOfUse: true, by: .account)
        #expect(!use.isUsed(1_000) && !use.isUsed(-1))
    }

    @Test(arguments: [
        (location.key.description, true), (name, true), ("x/\(location.key)", true), ("01/\(name)", true),
        ("02/\(name)", false), ("1/\(name)", false), ("x01/\(name)", false), ("x/\(folder.dropFirst(8))/\(name)", true),
        ("us-east-2/2026/10/01/\(name)", false),
    ])
    func endsOfKeys(_ path: String, _ isSame: Bool) throws {
        let object = try #require(SignedObject(bucket: nil, path: ByteString(path)) { true })
        #expect(object.mayBe(Self.location) == isSame)
        let other = try #require(SignedObject(bucket: "other", path: ByteString(path)) { true })
        #expect(!other.mayBe(Self.location))
    }
}
