internal import TrailSealFormat
internal import TrailSealPrimitives

/// Reads sidecars: files beside a digest file, named like it (in the copy or by its key) with a suffix.
enum Sidecars {
    /// Returns the signatures saved beside a digest file that declares that it is `location`. `contents` reads a file
    /// of at most `SignatureMetadataParser.sizeLimit` bytes.
    static func signatures(
        of file: FileNumber, for location: S3Location, in listing: ArchiveListing,
        contents: (FileNumber) -> [UInt8]?
    ) -> [SavedSignature] {
        let folder = listing.folders[listing.folder(of: file)]
        // Most folders have only digest files and no sidecars.
        guard folder.mayHoldSidecars else { return [] }
        let own = folder.names[Int(file - folder.firstFile)]
        let declared = location.key.splitAtLastSlash.name
        func metadata(in name: ByteString) -> SignatureMetadata? {
            guard let position = folder.names.index(of: name.bytes[...]) else { return nil }
            return contents(folder.firstFile + FileNumber(position)).map { SignatureMetadataParser.metadata(in: $0) }
                ?? SignatureMetadata(fields: [])
        }
        func saved(_ name: ByteString, _ metadata: SignatureMetadata) -> SavedSignature {
            SavedSignature(
                source: .sidecar(name), signature: metadata.signature, backfillGeneration: metadata.backfillGeneration)
        }
        var found: [SavedSignature] = []
        for base in own == declared ? [own] : [own, declared] {
            for suffix in SignatureSidecar.suffixes {
                let name = base + suffix
                if let metadata = metadata(in: name) { found.append(saved(name, metadata)) }
            }
        }
        // Beside the digest `X.json.gz`, `X.json` may be its saved answer or an inflated digest (FILE-22).
        let plain = own.dropLast(3)
        if own.hasSuffix(".json.gz"), let metadata = metadata(in: plain), metadata.signature != nil {
            found.append(saved(plain, metadata))
        }
        return found
    }
}
