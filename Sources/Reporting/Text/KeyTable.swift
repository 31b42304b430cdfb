public import CloudTrailFormat
public import CloudTrailVerification
public import LibCrypto
public import Primitives

/// Saved public keys, and what an archive needs of them, as lines of text.
public struct KeyTable: Sendable {
    public let lines: [String]
    /// Whether a key is lacking without which digests cannot be proven.
    public let isAnyLacking: Bool

    /// `needs` is nil where no archive was given. Throws where libcrypto fails.
    public init(
        _ records: [(path: ByteString, record: PublicKeyRecord)], needs: [KeyNeed]?
    ) throws(LibCryptoError) {
        var known: Set<KeyFingerprint> = []
        var rows: [[String]] = []
        for (path, record) in records {
            let computed = KeyFingerprint(try MD5.hash(record.value))
            let listed = record.fingerprint.flatMap { KeyFingerprint($0) } ?? computed
            var row = [
                listed?.hex ?? "-", record.validFrom.iso8601, record.validUntil.iso8601,
            ]
            var remarks: [String] = []
            do throws(LibCryptoError) {
                let key = try RSAPublicKey(der: record.value)
                row += ["\(key.modulusBitCount)", key.encoding.rawValue]
                if let listed { known.insert(listed) }
            } catch {
                if error.code == .libraryFailure { throw error }
                row += ["-", "-"]
                remarks.append("unusable: \(error)")
            }
            if let listed, let computed, listed != computed { remarks.append("is \(computed.hex)") }
            if let needs, let listed {
                let used = needs.filter { $0.fingerprint == listed }.map(\.digests).reduce(0, +)
                row.append(used == 0 ? "-" : TextTable.count(used, "digest"))
            }
            rows.append(row + [path.description + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))")])
        }
        var header = ["FINGERPRINT", "VALID FROM", "VALID UNTIL", "BITS", "ENCODING"]
        if needs != nil { header.append("NEEDED BY") }
        var lines = TextTable.lines([header + ["FILE"]] + rows)
        let lacking = (needs ?? []).filter { !known.contains($0.fingerprint) }
        if !lacking.isEmpty {
            lines += ["", "Lacking:"]
            lines += TextTable.lines(
                [["FINGERPRINT", "REGION", "FROM", "TO", "DIGESTS", "UNPROVEN"]]
                    + lacking.map {
                        [
                            $0.fingerprint.hex, $0.region.description, $0.from.iso8601, $0.to.iso8601,
                            "\($0.digests)", "\($0.unproven)",
                        ]
                    })
            lines.append("Digests that are not unproven are proven by their successors.")
        } else if needs != nil {
            lines += ["", "No key is lacking."]
        }
        self.lines = lines
        isAnyLacking = lacking.contains { $0.unproven > 0 }
    }
}
