internal import TrailSealFormat
internal import TrailSealPrimitives

/// The values of a file, sorted into answers and bare entries of trail lists.
struct DescriptionFile {
    enum Document {
        case answer(JSONValue, DescriptionPath)
        /// `isWhole`: the entries are one array, as `--query trailList` prints it, and not single values.
        case entries([(value: JSONValue, path: DescriptionPath)], isWhole: Bool)
    }

    private(set) var documents: [Document] = []

    /// An answer has at least one of these members.
    private static let answers: Set<ByteString> = [
        "DescribeTrails", "trails", "buckets", "GetAccountPublicAccessBlock", "trailList", "Trail",
    ]
    /// Members that say whose the answer is and when and where it was captured. Files of other tools may have them
    /// too.
    private static let frame: Set<ByteString> = ["accountId", "capturedAt", "region", "regions"]
    private static let known = KnownMembers(TrailMembers.entry.names.union(answers).union(frame))

    private static func isAnswer(_ object: [ByteString: JSONValue]) -> Bool {
        if !answers.isDisjoint(with: object.keys) { return true }
        return isFramed(object) && frame.isSuperset(of: object.keys)
    }

    private static func isFramed(_ object: [ByteString: JSONValue]) -> Bool {
        object["accountId"] != nil || object["capturedAt"] != nil
    }

    /// Adds a value of the file; an array is added item by item. Throws if a value is neither an answer nor an entry.
    mutating func add(_ value: JSONValue, at path: DescriptionPath) throws(TrailDescriptionError) {
        guard let items = value.array else { return try addObject(value, at: path, isWhole: false) }
        guard !items.isEmpty else { throw TrailDescriptionError(path, "is an empty array; \(OtherFile.command)") }
        let first = documents.count
        for (index, item) in items.enumerated() {
            try addObject(item, at: path.element(index), isWhole: true, since: first)
        }
    }

    /// Adds an object. Consecutive entries form one list, but don't join a list from before document `first`.
    private mutating func addObject(
        _ value: JSONValue, at path: DescriptionPath, isWhole: Bool, since first: Int = 0
    ) throws(TrailDescriptionError) {
        guard let object = value.object else {
            throw TrailDescriptionError(path, OtherFile(value)?.advice ?? "isn't a JSON object")
        }
        if Self.isAnswer(object) {
            documents.append(.answer(value, path))
        } else if object["TrailARN"] != nil, !Self.isFramed(object) {
            let last = documents.count - 1
            if last >= first, case .entries(var entries, let other) = documents[last], other == isWhole {
                // Release the array first, so that appending doesn't copy it.
                documents[last] = .entries([], isWhole: isWhole)
                entries.append((value, path))
                documents[last] = .entries(entries, isWhole: isWhole)
            } else {
                documents.append(.entries([(value, path)], isWhole: isWhole))
            }
        } else if let other = OtherFile(value) {
            throw TrailDescriptionError(path, other.advice)
        } else {
            // Throws a better error if a member is only misspelled.
            _ = try DescriptionMembers(value, path: path, known: Self.known, unknown: UnknownMembers())
            throw TrailDescriptionError(path, "has neither DescribeTrails nor trailList; \(OtherFile.command)")
        }
    }
}
