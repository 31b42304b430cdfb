public import TrailSealPrimitives

/// What the keys of one chain's digests in one bucket share: everything but the time.
///
/// ```
/// head                                              day        / nameHead                    stamp            nameTail
/// [prefix/]AWSLogs/[ORG/]ACCOUNT/…-Digest/REGION/   YYYY/MM/DD / ACCOUNT_…-Digest_…_HOMEREG_ YYYYMMDDTHHMMSSZ [_backfill].json.gz
/// ```
public final class DigestKeySeries: Sendable {
    /// The part before `AWSLogs`, without its last slash. May be empty.
    public let prefix: ByteString
    /// The chain that the keys name.
    public let chain: ChainID
    /// A stamp that the trail's name happens to contain, read as if this were a log's name.
    let stampInName: UnixTime?
    let head: [UInt8]
    let nameHead: [UInt8]
    let nameTail: [UInt8]
    /// Where the last two components of `head`, the kind folder and the Region, begin.
    private let placeStart: Int

    private static let dayLength = 10
    static let stampLength = 16

    init(_ key: DigestObjectKey) {
        prefix = key.prefix
        chain = key.chain
        let (folder, name) = key.text.splitAtLastSlash
        head = Array(folder.bytes.dropLast(Self.dayLength))
        nameTail = Array(Self.tail(of: chain.kind).utf8)
        nameHead = Array(name.bytes.dropLast(Self.stampLength + nameTail.count))
        stampInName = LogFileName.stamp(in: name)
        let region = head.dropLast().lastIndex(of: ByteString.slash) ?? 0
        placeStart = head[..<region].lastIndex(of: ByteString.slash).map { $0 + 1 } ?? 0
    }

    private static let tail = ".json.gz"
    private static let backfillTail = "_backfill.json.gz"

    /// What follows the stamp in names of this kind of digests.
    static func tail(of kind: ChainKind) -> String { kind == .backfill ? backfillTail : tail }

    /// Whether a key or name may be a digest's, judging by the letters of its stamp. False is certain, so other names
    /// needn't be parsed.
    static func mayHold(_ key: ByteString) -> Bool {
        let bytes = key.bytes
        let tail = key.hasSuffix("_backfill.json.gz") ? backfillTail.utf8.count : Self.tail.utf8.count
        let end = bytes.count - tail
        return end > stampLength && bytes[end - 1] == UInt8(ascii: "Z") && bytes[end - 8] == UInt8(ascii: "T")
    }

    var keyLength: Int { head.count + Self.dayLength + 1 + nameHead.count + Self.stampLength + nameTail.count }

    /// The key of the digest that ends at `time`.
    func key(at time: UnixTime) -> ByteString {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(keyLength)
        bytes += head
        time.appendDayFolder(to: &bytes)
        bytes.append(ByteString.slash)
        bytes += nameHead
        time.appendKeyForm(to: &bytes)
        bytes += nameTail
        return ByteString(bytes)
    }

    /// The file name of the digest that ends at `time`.
    func name(at time: UnixTime) -> ByteString {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(nameHead.count + Self.stampLength + nameTail.count)
        bytes += nameHead
        time.appendKeyForm(to: &bytes)
        bytes += nameTail
        return ByteString(bytes)
    }

    /// The parsed key of the digest that ends at `time`.
    public func objectKey(at time: UnixTime) -> DigestObjectKey {
        DigestObjectKey(prefix: prefix, chain: chain, endTime: time)
    }

    /// Returns the end time in a key of this series, or nil for any other key.
    func endTime(inKey key: Span<UInt8>) -> UnixTime? { endTime(in: key, headStart: 0) }

    /// Returns the end time in a path whose last six components are those of a key of this series, or nil for any other path.
    func endTime(atEndOf path: Span<UInt8>) -> UnixTime? {
        let above = path.count - (keyLength - placeStart)
        guard above >= 0, above == 0 || path[above - 1] == ByteString.slash else { return nil }
        return endTime(in: path.extracting(above..<path.count), headStart: placeStart)
    }

    /// Returns the end time in the end of a key, which begins at `headStart` of `head`.
    private func endTime(in key: Span<UInt8>, headStart: Int) -> UnixTime? {
        let head = head
        let name = head.count - headStart + Self.dayLength + 1
        let stamp = name + nameHead.count
        guard key.count == keyLength - headStart, key.holds(head.span.extracting(headStart..<head.count), at: 0),
            key[name - 1] == ByteString.slash,
            let time = endTime(inName: key.extracting(name..<key.count))
        else { return nil }
        let day = key.extracting((name - 1 - Self.dayLength)..<(name - 1))
        // The day folder and the stamp must agree.
        guard day[4] == ByteString.slash, day[7] == ByteString.slash,
            day.holds(key.extracting(stamp..<(stamp + 4)), at: 0),
            day.holds(key.extracting((stamp + 4)..<(stamp + 6)), at: 5),
            day.holds(key.extracting((stamp + 6)..<(stamp + 8)), at: 8)
        else { return nil }
        return time
    }

    /// Returns the end time in a file name of this series (`X.json.gz`), or nil for any other name.
    public func endTime(inName name: Span<UInt8>) -> UnixTime? {
        let (nameHead, nameTail) = (nameHead, nameTail)
        let stamp = nameHead.count
        guard name.count == stamp + Self.stampLength + nameTail.count, name.holds(nameHead.span, at: 0),
            name.holds(nameTail.span, at: stamp + Self.stampLength)
        else { return nil }
        return UnixTime(keyForm: name.extracting(stamp..<(stamp + Self.stampLength)))
    }

    static func == (left: DigestKeySeries, right: DigestKeySeries) -> Bool {
        left === right
            || (left.head == right.head && left.nameHead == right.nameHead && left.nameTail == right.nameTail)
    }
}
