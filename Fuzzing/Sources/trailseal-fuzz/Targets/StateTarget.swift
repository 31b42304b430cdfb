import Foundation
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import TrailSealState
import TrailSealVerification

/// `StateFile`: bytes as they are, and bytes completed with the right hash.
enum StateTarget: FuzzTarget {
    static let name = "state"
    static let words = [
        "\"trailsealState\": 1", "\"trailsealState\": 2", "\"archives\": ", "\"fullRunAt\": ", "\"forgotten\": ",
        "\"chains\": ", "\"segments\":", "\"digests\":", "\"first\":", "\"last\":", "\"start\":", "\"end\":",
        "\"accountId\":", "\"organizationId\":", "\"reason\":", "\"user\":", "\"at\":", "\"bucket\":", "\"key\":",
        "\"sha256\":",
        "\"signature\":", "\"since\":", "\"verifiedThrough\":", "\"olderDigests\":", "null", "1e300", "-1",
        "\"2026-10-01T02:00:00Z\"", "_backfill.json.gz", "../",
    ]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        // State files are in the setup steps of their cases.
        let cases = vectors.files("/state-", "case.json") + vectors.files("/history-", "case.json")
        return cases.compactMap { file in
            let one = try? JSONSerialization.jsonObject(with: Data(file.bytes)) as? [String: Any]
            let steps = one?["setup"] as? [[String: String]]
            return steps?.lazy.compactMap { $0["value"] }.first.map { Array($0.utf8) }
        }.flatMap { text in [text, head(of: text)] }
    }

    private static let hashLine = Array("  \"sha256\": \"".utf8)

    private static func head(of text: [UInt8]) -> [UInt8] { Array(text.dropLast(hashLine.count + 64 + 4)) }

    static func run(_ bytes: [UInt8]) {
        if let state = try? StateFile.decode(bytes) { check(state) }
        guard let hash = try? SHA256Hasher.hash(bytes) as SHA256Digest else { return }
        let whole = bytes + hashLine + Array((hash.hex + "\"\n}\n").utf8)
        guard let state = try? StateFile.decode(whole) else { return }
        check(state)
        // The hash must cover all bytes.
        for index in [0, whole.count / 2, whole.count - 10] {
            var changed = whole
            changed[index] ^= 1
            require((try? StateFile.decode(changed)) == nil, "a changed byte is noticed")
        }
    }

    private static func check(_ state: StateFile) {
        let known = state.known
        require(Set(known.chains.map(\.chain)).count == known.chains.count, "a chain is there once")
        for chain in known.chains {
            require(!chain.segments.isEmpty && chain.since <= chain.verifiedThrough, "segments and times")
            for digest in chain.segments.flatMap({ [$0.first, $0.last] }) {
                guard let digest else { continue }
                require(DigestObjectKey(digest.location.key)?.endTime == digest.end, "a key has its time")
            }
        }
        for chain in known.chains { require(chain.digestCount > 0, "counts") }
        guard let again = try? state.encoded() else { return require(false, "a state can be written") }
        guard let written = try? StateFile.decode(again) else { return require(false, "what is written is read again") }
        require(written.known == known && written.archives == state.archives, "nothing is lost")
    }
}
