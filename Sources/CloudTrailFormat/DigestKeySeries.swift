public import Primitives

/// What the keys of one chain's digests in one bucket have in common: all but the time.
///
/// ```
/// head                                              day        / nameHead                    stamp            nameTail
/// [prefix/]AWSLogs/[ORG/]ACCOUNT/…-Digest/REGION/   YYYY/MM/DD / ACCOUNT_…-Digest_…_HOMEREG_ YYYYMMDDTHHMMSSZ [_backfill].json.gz
/// ```
public final class DigestKeySeries: Sendable {
    public let prefix: ByteString
    public let chain: ChainID
    /// The stamp of a log that a trail's name may hold.
    let stampInName: UnixTime?
    let head: [UInt8]
    let nameHead: [UInt8]
    let nameTail: [UInt8]

    private static let dayLength = 10
    private static let stampLength = 16

    init(_ key: DigestObjectKey) {
        prefix = key.prefix
        chain = key.chain
        let (folder, name) = key.text.splitAtLastSlash
        head = Array(folder.bytes.dropLast(Self.dayLength))
        nameTail = Array((chain.kind == .backfill ? Self.backfillTail : Self.tail).utf8)
        nameHead = Array(name.bytes.dropLast(Self.stampLength + nameTail.count))
        stampInName = LogFileName.stamp(in: name)
    }

    private static let tail = ".json.gz"
    private static let backfillTail = "_backfill.json.gz"

    /// Whether a key or a name may be a digest's, by the form of the stamp in it: no other has to be taken apart.
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

    /// The name of the file of the digest that ends at `time`.
    func name(at time: UnixTime) -> ByteString {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(nameHead.count + Self.stampLength + nameTail.count)
        bytes += nameHead
        time.appendKeyForm(to: &bytes)
        bytes += nameTail
        return ByteString(bytes)
    }

    /// The key of the digest that ends at `time`, taken apart.
    public func objectKey(at time: UnixTime) -> DigestObjectKey {
        DigestObjectKey(prefix: prefix, chain: chain, endTime: time)
    }

    /// The end time in a key of this series; nil for any other.
    func endTime(inKey key: Span<UInt8>) -> UnixTime? {
        let head = head
        let name = head.count + Self.dayLength + 1
        let stamp = name + nameHead.count
        guard key.count == keyLength, key.holds(head.span, at: 0), key[name - 1] == ByteString.slash,
            let time = endTime(inName: key.extracting(name..<key.count))
        else { return nil }
        let day = key.extracting((name - 1 - Self.dayLength)..<(name - 1))
        // The day folder and the stamp spell the same day.
        guard day[4] == ByteString.slash, day[7] == ByteString.slash,
            day.holds(key.extracting(stamp..<(stamp + 4)), at: 0),
            day.holds(key.extracting((stamp + 4)..<(stamp + 6)), at: 5),
            day.holds(key.extracting((stamp + 6)..<(stamp + 8)), at: 8)
        else { return nil }
        return time
    }

    /// The end time in the name of a file of this series, as `X.json.gz` has it; nil for any other name.
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
