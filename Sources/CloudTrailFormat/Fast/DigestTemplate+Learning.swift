internal import Primitives

extension DigestTemplate {
    /// The layout of `bytes`, which the decoder read as `document`, with `key` for its declared key. Nil where it has
    /// something that is not read by comparison: escapes, members that are not known, no digest before it, or a
    /// predecessor's name, or an algorithm, out of the ordinary.
    convenience init?(
        _ bytes: [UInt8], _ document: DigestDocument, _ places: DigestMemberPlaces, key: DigestObjectKey
    ) {
        guard document.unknownMemberCount == 0, !bytes.contains(UInt8(ascii: "\\")), document.hashAlgorithmsAreKnown,
            let previousKey = document.previous.flatMap({ DigestObjectKey($0.location.key) }),
            let own = Self.keyHoles(bytes, places[.digestS3Object], key.chain.kind),
            let previous = Self.keyHoles(bytes, places[.previousDigestS3Object], previousKey.chain.kind)
        else { return nil }
        var holes = [
            Hole(content: .day, range: own.day), Hole(content: .stamp, range: own.stamp),
            Hole(content: .previousDay, range: previous.day), Hole(content: .previousStamp, range: previous.stamp),
        ]
        let strings: [(Content, DigestDocumentDecoder.Member)] = [
            (.startTime, .digestStartTime), (.endTime, .digestEndTime), (.previousHash, .previousDigestHashValue),
            (.text, .previousDigestSignature),
        ]
        for (content, member) in strings {
            guard let range = Self.inside(places[member]) else { return nil }
            holes.append(Hole(content: content, range: range))
        }
        for member in [DigestDocumentDecoder.Member.newestEventTime, .oldestEventTime] {
            if let range = places[member] { holes.append(Hole(content: .textOrNull, range: range)) }
        }
        guard let list = places[.logFiles] else { return nil }
        holes.append(Hole(content: .logFiles, range: list))
        self.init(
            document: Frame(text: bytes, holes: holes.sorted { $0.range.lowerBound < $1.range.lowerBound }),
            logFiles: document.logFiles.last.flatMap { LogFiles(bytes, $0, places) }, keyHead: own.head,
            keyTail: own.tail)
    }

    /// Day folder and stamp of a key that was taken apart already, and the lengths before and behind them.
    private static func keyHoles(
        _ bytes: [UInt8], _ place: Range<Int>?, _ kind: ChainKind
    ) -> (day: Range<Int>, stamp: Range<Int>, head: Int, tail: Int)? {
        let ending = kind == .backfill ? "_backfill.json.gz" : ".json.gz"
        guard let key = inside(place), let slash = bytes[key].lastIndex(of: ByteString.slash),
            slash - key.lowerBound >= 10, key.upperBound - slash > 16 + ending.utf8.count
        else { return nil }
        let stampEnd = key.upperBound - ending.utf8.count
        return (
            (slash - 10)..<slash, (stampEnd - 16)..<stampEnd, slash - 10 - key.lowerBound, ending.utf8.count
        )
    }

    /// The inside of a string that stands in `place`.
    static func inside(_ place: Range<Int>?) -> Range<Int>? {
        guard let place, place.count >= 2 else { return nil }
        return (place.lowerBound + 1)..<(place.upperBound - 1)
    }
}

extension DigestTemplate.LogFiles {
    fileprivate init?(
        _ bytes: [UInt8], _ entry: DigestDocument.LogFile, _ places: DigestMemberPlaces
    ) {
        guard let whole = places.entry, let key = DigestTemplate.inside(places[.s3Object]),
            let hash = DigestTemplate.inside(places[.hashValue]),
            let slash = bytes[key].lastIndex(of: ByteString.slash)
        else { return nil }
        var holes = [
            DigestTemplate.Hole(content: .name, range: (slash + 1)..<key.upperBound),
            DigestTemplate.Hole(content: .hash, range: hash),
        ]
        var folderEnd = slash
        if slash - key.lowerBound > 10, bytes[slash - 11] == ByteString.slash,
            DigestTemplate.isDay(bytes.span.extracting((slash - 10)..<slash))
        {
            folderEnd = slash - 10
            holes.append(DigestTemplate.Hole(content: .logDay, range: folderEnd..<slash))
        }
        for member in [DigestDocumentDecoder.EntryMember.newestEventTime, .oldestEventTime] {
            if let range = places[member] { holes.append(DigestTemplate.Hole(content: .textOrNull, range: range)) }
        }
        frame = DigestTemplate.Frame(
            text: Array(bytes[whole]),
            holes: holes.map { hole in
                DigestTemplate.Hole(
                    content: hole.content,
                    range: (hole.range.lowerBound - whole.lowerBound)..<(hole.range.upperBound - whole.lowerBound))
            }.sorted { $0.range.lowerBound < $1.range.lowerBound })
        bucket = entry.location.bucket
        keyFolder = ByteString(bytes[key.lowerBound..<folderEnd])
    }
}
