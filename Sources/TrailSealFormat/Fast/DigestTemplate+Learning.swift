internal import TrailSealPrimitives

extension DigestTemplate {
    /// Learns the layout of `bytes`, which the decoder read as `document`.
    ///
    /// Returns nil if the layout can't be compared byte by byte: escapes, unknown members or algorithms, no previous
    /// digest, or keys that aren't digest keys.
    convenience init?(_ bytes: [UInt8], _ document: DigestDocument, _ places: DigestMemberPlaces) {
        guard document.unknownMemberCount == 0, !bytes.contains(UInt8(ascii: "\\")), document.hashAlgorithmsAreKnown,
            let previous = document.previous, document.location.digest != nil, previous.location.digest != nil,
            let list = places[.logFiles]
        else { return nil }
        var holes = [Hole(content: .logFiles, range: list)]
        let strings: [(Content, DigestDocumentDecoder.Member)] = [
            (.startTime, .digestStartTime), (.endTime, .digestEndTime), (.key, .digestS3Object),
            (.previousKey, .previousDigestS3Object), (.previousHash, .previousDigestHashValue),
            (.previousSignature, .previousDigestSignature),
        ]
        for (content, member) in strings {
            guard let range = Self.inside(places[member]) else { return nil }
            holes.append(Hole(content: content, range: range))
        }
        for member in [DigestDocumentDecoder.Member.newestEventTime, .oldestEventTime] {
            if let range = places[member] { holes.append(Hole(content: .textOrNull, range: range)) }
        }
        self.init(
            document, previous,
            document: Frame(text: bytes, holes: holes.sorted { $0.range.lowerBound < $1.range.lowerBound }),
            logFiles: document.logFiles.last.flatMap { LogFiles(bytes, $0, places) })
    }

    /// The range of a string without its quotation marks.
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
        algorithm = entry.hashAlgorithm
        keyFolder = Array(bytes[key.lowerBound..<folderEnd])
    }
}
