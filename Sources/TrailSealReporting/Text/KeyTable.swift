package import TrailSealFormat
package import TrailSealLibCrypto
package import TrailSealPrimitives
package import TrailSealVerification

/// The table of saved public keys, and of the keys that an archive needs, as lines of text.
package struct KeyTable: Sendable {
    /// The lines.
    package let lines: [String]
    /// Whether a missing key leaves digests unproved.
    package let isAnyMissing: Bool

    /// Creates the table. `needs` is nil if no archive was given. `width` is the most columns of a line; nil sets no limit.
    /// Errors: `LibCryptoError` if libcrypto fails.
    package init(
        _ records: [(path: ByteString, record: PublicKeyRecord)], needs: [KeyNeed]?, width: Int? = nil
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
            if let listed, let computed, listed != computed { remarks.append("its own fingerprint is \(computed.hex)") }
            if let needs, let listed {
                let used = needs.filter { $0.fingerprint == listed }.map(\.digests).reduce(0, +)
                row.append(used == 0 ? "-" : TextTable.count(used, "digest"))
            }
            rows.append(row + [path.description + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))")])
        }
        var header = ["FINGERPRINT", "VALID FROM", "VALID UNTIL", "BITS", "ENCODING"]
        if needs != nil { header.append("NEEDED BY") }
        var lines = Self.fitting([header + ["FILE"]] + rows, width)
        let missing = (needs ?? []).filter { !known.contains($0.fingerprint) }
        if !missing.isEmpty {
            lines += ["", "Missing:"]
            lines += Self.fitting(
                [["FINGERPRINT", "REGION", "FROM", "TO", "DIGESTS", "UNPROVED"]]
                    + missing.map {
                        [
                            $0.fingerprint.hex, $0.region.description, $0.from.iso8601, $0.to.iso8601,
                            "\($0.digests)", "\($0.unproven)",
                        ]
                    }, width)
            if missing.contains(where: { $0.unproven < $0.digests }) {
                lines.append("The rest are proved by their successors.")
            }
        } else if needs != nil {
            lines += ["", "No key is missing."]
        }
        self.lines = lines
        isAnyMissing = missing.contains { $0.unproven > 0 }
    }

    /// Returns a table if it fits. Otherwise returns a paragraph for each row, with one line for each cell and its column's
    /// name.
    private static func fitting(_ rows: [[String]], _ width: Int?) -> [String] {
        let table = TextTable.lines(rows)
        guard let width, table.contains(where: { TextLayout.width($0) > width }), let header = rows.first else {
            return table
        }
        let names = header.map { $0.prefix(1) + $0.dropFirst().lowercased() + ":" }
        let column = (names.map(\.count).max() ?? 0) + 1
        return rows.dropFirst().enumerated().flatMap { number, row in
            (number == 0 ? [] : [""])
                + zip(names, row).map { name, cell in
                    let start = name + String(repeating: " ", count: column - name.count)
                    return start + TextLayout.cut(cell, to: width - column, isASCII: false)
                }
        }
    }
}
