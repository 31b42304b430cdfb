internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Decodes the members of a state file of version 2. Errors are `StateFileError` and name the item at fault.
enum StateMembers {
    typealias Members = [ByteString: JSONValue]

    static func archives(_ members: Members) throws(StateFileError) -> [String] {
        guard let items = members["archives"]?.array else { throw missing("archives") }
        let archives = items.compactMap(\.string)
        guard archives.count == items.count else { throw missing("archives") }
        if let fault = StateRules.fault(in: archives) { throw StateFileError("archives \(fault)") }
        return archives
    }

    static func known(_ members: Members) throws(StateFileError) -> KnownArchive {
        guard let fullRunAt = optional(members["fullRunAt"], time) else { throw missing("fullRunAt") }
        var forgotten: [ForgottenChain] = []
        for (index, item) in try items("forgotten", of: members, limit: StateLimits.forgotten).enumerated() {
            guard let order = order(item.object ?? [:]) else { throw missing("a member of forgotten[\(index)]") }
            if let fault = StateRules.fault(in: order) { throw StateFileError("forgotten[\(index)] \(fault)") }
            forgotten.append(order)
        }
        let chains = try chains(members) { item in chain(item) }
        return KnownArchive(chains: chains, forgotten: forgotten, fullRunAt: fullRunAt)
    }

    /// Decodes the chains with `read`, checks them against `StateRules`, and sorts them. Throws if a chain occurs
    /// twice.
    static func chains(
        _ members: Members, _ read: (Members) -> KnownChain?
    ) throws(StateFileError) -> [KnownChain] {
        var chains: [KnownChain] = []
        var seen: Set<ChainID> = []
        for (index, item) in try items("chains", of: members, limit: StateLimits.chains).enumerated() {
            guard let chain = read(item.object ?? [:]) else { throw missing("a member of chains[\(index)]") }
            if let fault = StateRules.fault(in: chain) { throw StateFileError("chains[\(index)] \(fault)") }
            guard seen.insert(chain.chain).inserted else { throw StateFileError("chains[\(index)] is there twice") }
            chains.append(chain)
        }
        return chains.sorted { $0.chain < $1.chain }
    }

    static func missing(_ name: String) -> StateFileError {
        StateFileError("\(name) is missing or of another type")
    }

    private static func items(
        _ name: String, of members: Members, limit: Int
    ) throws(StateFileError) -> [JSONValue] {
        guard let items = members[ByteString(name)]?.array else { throw missing(name) }
        guard items.count <= limit else { throw StateFileError("\(name) has more than \(limit) items") }
        return items
    }

    // MARK: Items

    private static func chain(_ members: Members) -> KnownChain? {
        guard let organization = optional(members["organizationId"], bytes), let account = bytes(members["accountId"]),
            let region = bytes(members["region"]), let trail = bytes(members["trail"]),
            let homeRegion = bytes(members["homeRegion"]),
            let kind = members["kind"]?.string.flatMap({ ChainKind(rawValue: $0) }),
            let since = time(members["since"]), let verifiedThrough = time(members["verifiedThrough"]),
            let items = members["segments"]?.array
        else { return nil }
        var segments: [KnownSegment] = []
        for item in items {
            guard let segment = segment(item.object ?? [:]) else { return nil }
            segments.append(segment)
        }
        return KnownChain(
            chain: ChainID(
                organizationID: organization, accountID: account, region: region, trail: trail, homeRegion: homeRegion,
                kind: kind),
            segments: segments, verifiedThrough: verifiedThrough, since: since)
    }

    private static func segment(_ members: Members) -> KnownSegment? {
        guard let count = count(members["digests"]), let first = optional(members["first"], { digest($0?.object) }),
            let last = digest(members["last"]?.object)
        else { return nil }
        return KnownSegment(first: first, last: last, count: count)
    }

    private static func digest(_ members: Members?) -> KnownDigest? {
        guard let members, let bucket = bytes(members["bucket"]), let key = bytes(members["key"]),
            let hash = hash(members["sha256"]), let start = optional(members["start"], time),
            let end = time(members["end"]), let signature = optional(members["signature"], hexadecimal)
        else { return nil }
        return KnownDigest(
            location: S3Location(bucket: bucket, key: key), hash: hash, start: start, end: end, signature: signature)
    }

    private static func order(_ members: Members) -> ForgottenChain? {
        guard let account = optional(members["accountId"], bytes), let region = optional(members["region"], bytes),
            let trail = optional(members["trail"], bytes), let reason = members["reason"]?.string,
            let user = members["user"]?.string, let at = time(members["at"])
        else { return nil }
        return ForgottenChain(
            accountID: account, region: region, trail: trail, reason: reason, user: user, at: at)
    }

    // MARK: Values

    /// Returns nil if the member is absent or of another type, and `.some(nil)` if it is null.
    static func optional<Value>(_ value: JSONValue?, _ read: (JSONValue?) -> Value?) -> Value?? {
        if case .null? = value { return .some(nil) }
        return read(value).map { .some($0) }
    }

    static func bytes(_ value: JSONValue?) -> ByteString? { value?.string.map { ByteString($0) } }

    /// Accepts only `YYYY-MM-DDTHH:MM:SSZ`, the form that is written.
    static func time(_ value: JSONValue?) -> UnixTime? {
        value?.string.flatMap { UnixTime(digestForm: Array($0.utf8)[...]) }
    }

    static func hash(_ value: JSONValue?) -> SHA256Digest? {
        value?.string.flatMap { SHA256Digest(hex: Array($0.utf8)[...]) }
    }

    static func hexadecimal(_ value: JSONValue?) -> [UInt8]? {
        value?.string.flatMap { StrictHex.decode(Array($0.utf8)) }
    }

    /// Accepts a whole number from 0 to `StateLimits.digests`.
    static func count(_ value: JSONValue?) -> Int? {
        guard case .number(let number)? = value, number >= 0, number <= Double(StateLimits.digests),
            number == number.rounded()
        else { return nil }
        return Int(number)
    }
}
