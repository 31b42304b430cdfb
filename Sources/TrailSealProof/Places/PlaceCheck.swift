internal import TrailSealFormat
public import TrailSealPrimitives

/// Whether a digest file lies where its key says. Only its own path and key count (PLACE-2, PLACE-5).
///
/// Path and key are compared from the end. The file name must agree. In the first pair of components that differ, the
/// path's must not contradict the key: another kind folder, Region, account or organization, or a number that isn't the
/// key's year, month or day. What remains on both sides is the mapping (PLACE-3).
public enum PlaceCheck {
    /// The answer for one file.
    public enum Answer: Hashable, Sendable {
        /// In its place. The folder below the root corresponds to this bucket and beginning of a key.
        indirect case inPlace(folder: ByteString, location: ByteString)
        /// Its name is another object's.
        case otherName
        /// This component of the path contradicts the key.
        case contradicted(by: ByteString)
        /// Whether the file is in its place.
        public var isInPlace: Bool {
            if case .inPlace = self { true } else { false }
        }
    }

    /// Compares path and key. Reuses the answer for `neighbour` if only the hour differs.
    static func answer(
        _ facts: PathFacts, declared: S3Location, key: @autoclosure () -> DigestObjectKey,
        like neighbour: DigestStatement? = nil
    ) -> Answer {
        if let neighbour, neighbour.place.isInPlace, neighbour.facts.folder === facts.folder,
            declared.isOfSeriesAndDay(of: neighbour.document.location), facts.isName(of: declared)
        {
            return neighbour.place
        }
        let (folder, own) = declared.joined.splitAtLastSlash
        guard stands(facts.name.bytes[...], for: own.bytes[...]) else { return .otherName }
        if let owner = facts.account, owner != key().chain.accountID { return .contradicted(by: owner) }
        let (lies, says) = withoutCommonEnd(facts.folder.path.bytes, folder.bytes)
        // Above `AWSLogs` are bucket, prefix and the examiner's folders. Their names mean nothing.
        let above = 1 + key().prefix.components.count
        if let differing = lies.components.last, says.components.count > above, contradicts(differing, key()) {
            return .contradicted(by: ByteString(differing))
        }
        return .inPlace(folder: lies, location: says)
    }

    /// Removes the components that both have in common at their ends.
    private static func withoutCommonEnd(_ lies: [UInt8], _ says: [UInt8]) -> (ByteString, ByteString) {
        var (left, right) = (lies[...], says[...])
        while !left.isEmpty, !right.isEmpty {
            let one = left.lastIndex(of: ByteString.slash).map { left[($0 + 1)...] } ?? left
            let other = right.lastIndex(of: ByteString.slash).map { right[($0 + 1)...] } ?? right
            guard one.elementsEqual(other) else { break }
            left = left.dropLast(one.count + 1)
            right = right.dropLast(other.count + 1)
        }
        return (ByteString(left), ByteString(right))
    }

    /// Whether a file of this name stands for the object: `X.json` stands for `X.json.gz` (FILE-4).
    static func stands(_ name: ArraySlice<UInt8>, for own: ArraySlice<UInt8>) -> Bool {
        name.elementsEqual(own)
            || (ByteString(own).hasSuffix(".json.gz") && name.elementsEqual(own.dropLast(3)))
    }

    private static func contradicts(_ component: ArraySlice<UInt8>, _ key: DigestObjectKey) -> Bool {
        let text = ByteString(component)
        let chain = key.chain
        if AccountPath.isKindOfFolder(component) { return !(text == PathFacts.digestFolder) }
        if AWSIdentifier.isRegionName(component) { return text != chain.region }
        if AWSIdentifier.isAccountID(component) { return text != chain.accountID }
        if AWSIdentifier.isOrganizationID(component) { return text != chain.organizationID }
        guard component.count == 2 || component.count == 4, component.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        return !ByteString(key.endTime.dayFolder).components.contains { $0.elementsEqual(component) }
    }
}
