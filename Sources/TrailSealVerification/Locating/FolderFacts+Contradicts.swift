internal import TrailSealFormat

extension FolderFacts {
    /// Whether a path contradicts a key: another owner, kind folder, Region or day.
    func contradicts(_ key: FolderFacts) -> Bool {
        func differ<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            left != nil && right != nil && left != right
        }
        // A key without an organization says that there is none.
        if let organization, isBelowAccountFolder, key.isBelowAccountFolder, organization != key.organization {
            return true
        }
        return differ(account, key.account) || differ(kind, key.kind) || differ(region, key.region)
            || differ(day, key.day)
    }
}
