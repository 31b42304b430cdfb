import Foundation
import TestSupport
import Testing
import TrailSealArchive
import TrailSealFileTree
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

/// Reading a document by comparison with another gives the same as full decoding.
@Suite struct DigestTemplateTests {
    /// Whether `bytes` could be read by comparison. Fails if the two ways disagree.
    private func check(_ bytes: [UInt8], _ template: DigestTemplate) -> Bool {
        guard let document = template.document(bytes) else { return false }
        #expect(document == (try? DigestDocumentDecoder.decode(bytes)), "\(String(decoding: bytes, as: UTF8.self))")
        return true
    }

    /// Digests of one chain over a change of day, with and without logs, in several layouts.
    private static let chains: [[[UInt8]]] = {
        let plain = [0, 3].map { logs in World.hourly(Trail(), 20..<28, logs: logs).map(\.content) }
        let spaced = plain[1].map { bytes in
            Array(
                String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\":", with: "\" :\n ")
                    .replacingOccurrences(of: "},{", with: "} ,\r\n\t{").utf8) + [0x0A]
        }
        var other = Trail()
        other.prefix = "some/prefix"
        other.organization = "o-abcdefghij"
        other.name = "a_trail-with.everything_20261001T010000Z"
        return plain + [spaced, World.hourly(other, 22..<26, logs: 2).map(\.content)]
    }()

    @Test func neighboursAreReadByComparison() throws {
        for chain in Self.chains {
            let model = chain[1]
            let template = try #require(try DigestDocumentDecoder.learn(model).template)
            // The first has no predecessor.
            for (index, document) in chain.enumerated() {
                #expect(check(document, template) == (index > 0))
            }
        }
    }

    @Test func fewerAndMoreLogs() throws {
        let (none, three) = (Self.chains[0], Self.chains[1])
        let template = try #require(try DigestDocumentDecoder.learn(three[1]).template)
        for document in none.dropFirst() { #expect(check(document, template)) }
        let without = try #require(try DigestDocumentDecoder.learn(none[1]).template)
        for document in three.dropFirst() { #expect(!check(document, without)) }
    }

    /// Whatever is done to a document, it is either left to the decoder or read like the decoder reads it.
    @Test func damagedNeighbours() throws {
        var random = SystemRandomNumberGenerator()
        let inserted: [[UInt8]] = ["\"", "\\", ",", "{}", "[]", "null", "\\u0041", "/", "\u{1}", "0", " "].map {
            Array($0.utf8)
        }
        var accepted = 0
        for chain in Self.chains {
            let template = try #require(try DigestDocumentDecoder.learn(chain[1]).template)
            for _ in 0..<4_000 {
                var bytes = chain[Int.random(in: 1..<chain.count, using: &random)]
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<5, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes[place] = UInt8.random(in: 0x30...0x39, using: &random)
                    case 2: bytes.remove(at: place)
                    case 3: bytes.insert(contentsOf: inserted.randomElement(using: &random) ?? [], at: place)
                    default: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                    }
                }
                if check(bytes, template) { accepted += 1 }
            }
            for length in 0..<chain[2].count { _ = check(Array(chain[2][..<length]), template) }
        }
        // A changed hash, signature or name doesn't change the layout.
        #expect(accepted > 1_000)
    }

    /// Compares every digest of the conformance cases with the layout of every other digest of its case.
    @Test func conformanceCases() throws {
        var accepted = 0
        var refused = 0
        for one in ConformanceCase.judgeable {
            for isAccepted in try comparisons(of: one) {
                if isAccepted { accepted += 1 } else { refused += 1 }
            }
        }
        #expect(accepted > 1_000 && refused > 1_500, "\(accepted) accepted, \(refused) refused")
    }

    /// Readers that take turns over the digests of a case read the same in them, or find the same fault.
    @Test func everyReaderReadsTheSame() throws {
        for one in ConformanceCase.judgeable {
            var fast = DigestTemplateReader()
            let full = DecodingReader()
            for bytes in try documents(of: one) {
                let expected = Result { () throws(DigestFormatError) in try full.document(bytes, chain: nil) }
                let read = Result { () throws(DigestFormatError) in try fast.document(bytes, chain: nil) }
                #expect(read == expected, "\(one.name)")
            }
        }
    }

    /// Checks each digest of a case against each template, and returns whether it could be read by comparison.
    private func comparisons(of one: ConformanceCase) throws -> [Bool] {
        let documents = try documents(of: one)
        return documents.flatMap { model -> [Bool] in
            // Some digests can't be decoded, or don't give a template. They can't serve as models.
            guard let template = try? DigestDocumentDecoder.learn(model).template else { return [] }
            return documents.map { check($0, template) }
        }
    }

    /// The content of every digest file of a case.
    private func documents(of one: ConformanceCase) throws -> [[UInt8]] {
        let folder = try one.prepared()
        let roots = [try Directory(root: ByteString(folder.path("case")))]
        let source = try AccountArchive(
            roots: roots, named: [], shard: nil, signatures: .load([]), spread: inOrder
        ).source(of: 0, spread: inOrder)
        let (listing, reader) = (source.listing, try source.makeReader())
        var documents: [[UInt8]] = []
        for folder in listing.folders where folder.zone == .digests {
            for file in folder.files {
                var bytes: [UInt8] = []
                let reading = reader.read(file, limit: 1 << 20) { bytes.append(contentsOf: $0) }
                if reading.outcome == .whole { documents.append(bytes) }
            }
        }
        return documents
    }
}
