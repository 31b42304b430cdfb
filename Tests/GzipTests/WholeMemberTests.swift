import Gzip
import TestSupport
import Testing
import VirtualTrail

/// Members fed in one piece, which another library may inflate (trait `Libdeflate`), against the same bytes fed to zlib
/// one by one: the same content, or the same words.
@Suite struct WholeMemberTests {
    enum Outcome: Equatable {
        case inflated([UInt8], trailing: UInt64)
        case refused(GzipError)
    }

    private func outcome(_ bytes: [UInt8], chunk: Int, limit: UInt64 = 1 << 20) throws -> Outcome {
        do {
            let (content, trailing) = try inflated(bytes, chunk: chunk, limit: limit)
            return .inflated(content, trailing: trailing)
        } catch let error as GzipError {
            return .refused(error)
        }
    }

    /// What comes of bytes, which must not depend on how they are fed.
    private func outcome(_ bytes: [UInt8], limit: UInt64 = 1 << 20, _ name: String) throws -> Outcome {
        let whole = try outcome(bytes, chunk: bytes.count, limit: limit)
        let pieces = try outcome(bytes, chunk: 1, limit: limit)
        #expect(whole == pieces, "\(name)")
        return whole
    }

    @Test func streamsThatOnlySomeDecodersAccept() throws {
        let four = Array("AAAA".utf8)
        let refused: [(String, [UInt8])] = [
            ("31 distance symbols", DeflateSketch.member(four, distances: [1, 1] + .zeros(29))),
            ("32 distance symbols", DeflateSketch.member(four, distances: [1, 1] + .zeros(30))),
            ("287 literal symbols", DeflateSketch.member(four, literals: DeflateSketch.literals + .zeros(29))),
            ("288 literal symbols", DeflateSketch.member(four, literals: DeflateSketch.literals + .zeros(30))),
            ("a bit that is no distance", DeflateSketch.member(four, distances: [1], distanceBit: 1)),
            ("no distance at all", DeflateSketch.member(four, distances: [0])),
            ("more lengths than symbols", DeflateSketch.member(four, distances: [1, 1], repeatsBeyond: true)),
            ("no end of block", DeflateSketch.member([], literals: .zeros(65) + [1, 1] + .zeros(190))),
            ("a fixed code that means nothing", DeflateSketch.fixedMember()),
            ("a wrong header checksum", DeflateSketch.member(four, flags: 2, header: [0, 0])),
        ]
        for (name, bytes) in refused {
            guard case .refused(.corrupt) = try outcome(bytes, name) else {
                Issue.record("\(name) was accepted")
                continue
            }
        }
    }

    @Test func streamsThatAreSound() throws {
        let four = Array("AAAA".utf8)
        let sound: [(String, [UInt8])] = [
            ("complete codes", DeflateSketch.member(four)),
            ("30 distance symbols", DeflateSketch.member(four, distances: [1, 1] + .zeros(28))),
            ("286 literal symbols", DeflateSketch.member(four, literals: DeflateSketch.literals + .zeros(28))),
            ("one distance", DeflateSketch.member(four, distances: [1])),
            ("a name", DeflateSketch.member(four, flags: 8, header: Array("a.json".utf8) + [0])),
        ]
        for (name, bytes) in sound {
            #expect(try outcome(bytes, name) == .inflated(four, trailing: 0), "\(name)")
            #expect(try outcome(bytes + bytes, name) == .inflated(four, trailing: UInt64(bytes.count)), "\(name)")
            #expect(try outcome(bytes, limit: 4, name) == .inflated(four, trailing: 0), "\(name)")
            #expect(try outcome(bytes, limit: 3, name) == .refused(.limitExceeded(limit: 3)), "\(name)")
            for size in 1..<bytes.count {
                #expect(try outcome(Array(bytes.prefix(size)), name) == .refused(.truncated), "\(name), \(size)")
            }
        }
    }

    @Test(arguments: [0, 1, 6, 9]) func damage(_ level: Int32) throws {
        let log = Log(Trail(), at: .hour(1), records: 6, seed: 1)
        let member = GzipWriter.member(log.content, level: level)
        #expect(try outcome(member, "whole") == .inflated(log.content, trailing: 0))
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var accepted = 0
        for round in 0..<1_500 {
            var bytes = member
            // Most of what decoders differ in stands near the start and the end.
            let reach = round % 3 == 0 ? bytes.count : 120
            let place = round % 3 == 2 ? bytes.count - 1 - next(min(reach, 12)) : next(min(reach, bytes.count))
            bytes[place] ^= 1 << UInt8(next(8))
            if round % 5 == 0 { bytes.removeLast(next(20)) }
            if round % 7 == 0 { bytes += Array(repeating: UInt8(next(256)), count: next(6)) }
            if case .inflated = try outcome(bytes, "round \(round), bit at \(place)") { accepted += 1 }
        }
        // Time and system of the header may be anything.
        #expect(accepted > 0 && accepted < 1_500)
    }

    /// What the trailer says of the size makes room, and no more.
    @Test(arguments: [0, 1, 1 << 18, 1 << 20, 1_048_577, .max] as [UInt32]) func falseSizes(_ size: UInt32) throws {
        var member = GzipWriter.member(Array(repeating: 65, count: 300_000), level: 6)
        withUnsafeBytes(of: size.littleEndian) { member.replaceSubrange(member.count - 4..<member.count, with: $0) }
        #expect(try outcome(member, "\(size)") == .refused(.corrupt(reason: "incorrect length check")))
    }
}

extension [UInt8] {
    fileprivate static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
}
