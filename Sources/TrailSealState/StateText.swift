internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Encodes a state in the newest version. Throws `StateFileError` if it breaks `StateRules`.
enum StateText {
    static func archives(_ archives: [String]) throws(StateFileError) -> JSONWriter {
        if let fault = StateRules.fault(in: archives) { throw StateFileError("archives \(fault)") }
        return .array(archives.map { .string($0) })
    }

    /// Returns nil if a name isn't UTF-8. AWS signs only UTF-8, so such a chain isn't saved and is read in full each
    /// time.
    static func chain(_ known: KnownChain) throws(StateFileError) -> JSONWriter? {
        let chain = known.chain
        var segments: [JSONWriter] = []
        for segment in known.segments {
            guard let text = self.segment(segment) else { return nil }
            segments.append(text)
        }
        if let fault = StateRules.fault(in: known) { throw StateFileError("chain \(chain) \(fault)") }
        return .object([
            ("organizationId", .optional(chain.organizationID)), ("accountId", .optional(chain.accountID)),
            ("region", .optional(chain.region)), ("trail", .optional(chain.trail)),
            ("homeRegion", .optional(chain.homeRegion)), ("kind", .string(chain.kind.rawValue)),
            ("since", .optional(known.since)), ("verifiedThrough", .optional(known.verifiedThrough)),
            ("segments", .array(segments)),
        ])
    }

    private static func segment(_ segment: KnownSegment) -> JSONWriter? {
        guard let last = digest(segment.last) else { return nil }
        var first = JSONWriter.null
        if let known = segment.first {
            guard let text = digest(known) else { return nil }
            first = text
        }
        return .object([("digests", .int(segment.count)), ("first", first), ("last", last)])
    }

    private static func digest(_ digest: KnownDigest) -> JSONWriter? {
        guard let bucket = text(digest.location.bucket), let key = text(digest.location.key) else { return nil }
        return .object([
            ("bucket", .string(bucket)), ("key", .string(key)), ("sha256", .string(digest.hash.hex)),
            ("start", .optional(digest.start)), ("end", .optional(digest.end)),
            ("signature", .optional(digest.signature.map { StrictHex.encode($0) })),
        ])
    }

    /// A null selector stands for any value.
    static func forgotten(_ order: ForgottenChain) throws(StateFileError) -> JSONWriter {
        if let fault = StateRules.fault(in: order) { throw StateFileError("the order to forget \(fault)") }
        return .object([
            ("accountId", .optional(order.accountID.flatMap(text))), ("region", .optional(order.region.flatMap(text))),
            ("trail", .optional(order.trail.flatMap(text))), ("reason", .string(order.reason)),
            ("user", .string(order.user)), ("at", .optional(order.at)),
        ])
    }

    private static func text(_ bytes: ByteString) -> String? { String(validating: bytes.bytes, as: UTF8.self) }
}
