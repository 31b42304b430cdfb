internal import CloudTrailFormat
internal import Primitives
internal import Synchronization

/// A digest file's bucket and key in sixteen bytes: what all digests of a chain in one place share, and the end time.
struct ObjectName: Hashable, Sendable {
    let family: Int32
    let end: UnixTime
}

/// What the names of a chain's digest files share as long as it stays in one bucket and under one prefix.
struct NameFamily: Hashable, Sendable {
    let bucket: ByteString
    let prefix: ByteString
    let chain: ChainID
}

/// Gives every digest name a small number. Used by all workers at once.
final class ObjectNames: Sendable {
    private enum Entry {
        case family(NameFamily)
        /// A location that is no digest key, as a predecessor may be named.
        case verbatim(S3Location)
    }

    private struct State {
        var entries: [Entry] = []
        var families: [NameFamily: Int32] = [:]
        var verbatim: [S3Location: Int32] = [:]
    }

    private let state = Mutex(State())

    /// The name of a digest key in a bucket.
    func name(bucket: ByteString, key: DigestObjectKey) -> ObjectName {
        let family = NameFamily(bucket: bucket, prefix: key.prefix, chain: key.chain)
        let number = state.withLock { state in
            if let number = state.families[family] { return number }
            let number = Int32(truncatingIfNeeded: state.entries.count)
            state.entries.append(.family(family))
            state.families[family] = number
            return number
        }
        return ObjectName(family: number, end: key.endTime)
    }

    /// The name of any location.
    func name(_ location: S3Location) -> ObjectName {
        if let key = DigestObjectKey(location.key) { return name(bucket: location.bucket, key: key) }
        let number = state.withLock { state in
            if let number = state.verbatim[location] { return number }
            let number = Int32(truncatingIfNeeded: state.entries.count)
            state.entries.append(.verbatim(location))
            state.verbatim[location] = number
            return number
        }
        return ObjectName(family: number, end: UnixTime(seconds: 0))
    }

    /// Whether every name so far is that of a digest of a chain of which `holds` is true.
    func areAll(_ holds: (ChainID) -> Bool) -> Bool {
        state.withLock { state in
            state.verbatim.isEmpty && state.families.keys.allSatisfy { holds($0.chain) }
        }
    }

    /// The family of a name, or nil where it is no digest key.
    func family(of name: ObjectName) -> NameFamily? {
        state.withLock { state in
            guard state.entries.indices.contains(Int(name.family)),
                case .family(let family) = state.entries[Int(name.family)]
            else { return nil }
            return family
        }
    }

    /// Bucket and key of a name.
    func location(of name: ObjectName) -> S3Location {
        state.withLock { state in
            guard state.entries.indices.contains(Int(name.family)) else {
                return S3Location(bucket: ByteString(), key: ByteString())
            }
            switch state.entries[Int(name.family)] {
            case .verbatim(let location): return location
            case .family(let family):
                let key = DigestObjectKey(prefix: family.prefix, chain: family.chain, endTime: name.end)
                return S3Location(bucket: family.bucket, key: key.text)
            }
        }
    }
}
