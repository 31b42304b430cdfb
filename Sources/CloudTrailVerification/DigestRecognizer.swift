internal import CloudTrailFormat
internal import Primitives

/// Reads digest files that differ from the last one only as neighbours in a chain do. What it gives is what decoding
/// in full would give; it declines whatever it cannot tell that of.
struct DigestRecognizer {
    /// A digest that was decoded in full and lies in its place.
    private final class Model {
        let layout: DigestLayout
        let digest: UnauthenticatedDigest
        let previousFamily: Int32
        let root: Int
        /// Path of its folder before the day.
        let folder: [UInt8]

        init(
            layout: DigestLayout, digest: UnauthenticatedDigest, previousFamily: Int32, root: Int, folder: [UInt8]
        ) {
            self.layout = layout
            self.digest = digest
            self.previousFamily = previousFamily
            self.root = root
            self.folder = folder
        }
    }

    private var model: Model?
    /// Where logs lie whose keys have this day folder.
    private var logFolder: (day: [UInt8], folder: Int?)?
    private var variation = DigestLayout.Variation()

    /// Takes a digest for the model of those to come, where it can be one.
    mutating func learn(
        _ layout: DigestLayout, _ digest: UnauthenticatedDigest, _ document: DigestDocument,
        in folder: ArchiveListing.Folder
    ) {
        let day = Array(digest.end.dayFolder.utf8)
        let name = document.location.key.splitAtLastSlash.name.bytes
        guard digest.hasRole, let previous = digest.previous,
            folder.path.bytes.suffix(day.count).elementsEqual(day),
            folder.names.holds(name.span, at: Int(digest.file - folder.firstFile))
        else { return }
        model = Model(
            layout: layout, digest: digest, previousFamily: previous.name.family, root: folder.root,
            folder: folder.path.bytes.dropLast(day.count))
        logFolder = nil
    }

    /// The digest in `content`; nil where it must be decoded in full.
    mutating func recognize(
        _ content: [UInt8], _ file: FileNumber, in folder: ArchiveListing.Folder, _ hash: SHA256Digest,
        isStoredInflated: Bool, _ listing: ArchiveListing, _ reader: any ArtifactReader
    ) -> UnauthenticatedDigest? {
        guard let model, folder.root == model.root, model.layout.read(content.span, into: &variation) else {
            return nil
        }
        let key = variation.key
        let day = variation.day
        // With the same beginnings and, below them, the same day and name, path and key agree in just what those of
        // the model agree in, so their mapping is the same.
        let path = folder.path.bytes
        let beginning = model.folder
        guard path.count == beginning.count + day.count, path.span.starts(with: beginning.span),
            path.span.holds(content.span.extracting(day), at: beginning.count),
            folder.names.holds(
                content.span.extracting((day.upperBound + 1)..<key.upperBound), at: Int(file - folder.firstFile)),
            !reader.mayHoldSignatures(for: content.span.extracting(key), at: file)
        else { return nil }
        let previous = ObjectName(family: model.previousFamily, end: variation.previousEndTime)
        return UnauthenticatedDigest(
            file: file, hashAlgorithmsAreKnown: true, isStoredInflated: isStoredInflated,
            name: ObjectName(family: model.digest.name.family, end: variation.endTime), start: variation.startTime,
            end: variation.endTime, hash: hash,
            previous: UnauthenticatedDigest.Previous(name: previous, hash: variation.previousHash),
            origin: model.digest.origin, logFiles: logFiles(content, model, listing), savedAnswers: nil)
    }

    private mutating func logFiles(
        _ content: [UInt8], _ model: Model, _ listing: ArchiveListing
    ) -> UnauthenticatedDigest.LogFiles? {
        guard !variation.logFiles.isEmpty, let common = model.layout.logFiles else { return nil }
        var entries: [UnauthenticatedDigest.Entry] = []
        var absent: [UnauthenticatedDigest.AbsentEntry] = []
        entries.reserveCapacity(variation.logFiles.count)
        for log in variation.logFiles {
            let name = content.span.extracting(log.name)
            if let folder = folder(of: log.day, content, common, model, listing),
                let found = listing.file(named: name, inFolder: folder)
            {
                entries.append(UnauthenticatedDigest.Entry(hash: log.hash, file: found, hashIsKnown: true))
            } else {
                let key = common.keyFolder.bytes + content[log.day] + [ByteString.slash] + content[log.name]
                absent.append(
                    UnauthenticatedDigest.AbsentEntry(
                        location: S3Location(bucket: common.bucket, key: ByteString(key)), hash: log.hash))
            }
        }
        return UnauthenticatedDigest.LogFiles(entries: entries, absent: absent)
    }

    /// The folder of logs of a day; that of the last one is remembered.
    private mutating func folder(
        of day: Range<Int>, _ content: [UInt8], _ common: DigestLayout.LogFiles, _ model: Model,
        _ listing: ArchiveListing
    ) -> Int? {
        if let logFolder, logFolder.day.count == day.count, content.span.holds(logFolder.day.span, at: day.lowerBound) {
            return logFolder.folder
        }
        let keyFolder = ByteString(common.keyFolder.bytes + content[day])
        let found = model.digest.mapping.flatMap { listing.folder(ofObjectsIn: keyFolder, common.bucket, mapped: $0) }
        logFolder = (Array(content[day]), found)
        return found
    }
}

extension ArchiveListing {
    /// The folder in which objects of a bucket lie whose keys begin with `keyFolder` and a slash.
    func folder(ofObjectsIn keyFolder: ByteString, _ bucket: ByteString, mapped mapping: PathMapping) -> Int? {
        mapping.path(of: bucket.appending(component: keyFolder)).flatMap { folder(root: mapping.root, path: $0) }
    }
}
