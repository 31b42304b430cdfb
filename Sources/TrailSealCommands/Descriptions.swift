internal import CloudTrailControls
internal import CloudTrailVerification
internal import FileTree
internal import LibCrypto
internal import Primitives
internal import Reporting

/// The trail descriptions that the user named.
struct Descriptions {
    /// One for each account.
    let accounts: [TrailDescription]
    let files: [ReportHead.Input]

    /// Errors: `OperationalError` where a file cannot be read or is no description.
    init(_ paths: [String]) throws {
        var found: [TrailDescription] = []
        var files: [ReportHead.Input] = []
        for path in paths {
            let name = RawArguments.bytes(of: path).description
            let content: [UInt8]?
            do throws(FileTreeError) {
                content = try OpenFile(userPath: RawArguments.bytes(of: path)).contents(
                    limit: TrailDescriptionDecoder.sizeLimit)
            } catch {
                throw OperationalError(reading: error, "the trail description \(name) cannot be read: \(error.reason)")
            }
            guard let content else {
                throw OperationalError(
                    .malformedInput,
                    "the trail description \(name) is larger than \(TrailDescriptionDecoder.sizeLimit) bytes")
            }
            do throws(TrailDescriptionError) {
                found.append(try TrailDescriptionDecoder.decode(content))
            } catch {
                throw OperationalError(.malformedInput, "the trail description \(name) cannot be used: \(error)")
            }
            files.append(ReportHead.Input(path: name, sha256: try SHA256Hasher.hash(content).hex))
        }
        accounts = DescriptionMerge.united(found)
        self.files = files
    }

    /// What they say of each trail's digests, by the trail's id. Of several accounts that see one organization trail
    /// the one that knows the latest delivery is heard.
    var deliveries: [ByteString: TrailDelivery] {
        var deliveries: [ByteString: TrailDelivery] = [:]
        for account in accounts {
            for trail in account.trails.payload ?? [] {
                guard let delivery = TrailDelivery(trail) else { continue }
                if let known = deliveries[trail.id]?.latestDigest {
                    guard let latest = delivery.latestDigest, latest > known else { continue }
                }
                deliveries[trail.id] = delivery
            }
        }
        return deliveries
    }

    /// What the user asks of a run, with what the descriptions say of the trails.
    func policy(_ scope: ScopeOptions) throws -> VerificationPolicy {
        var policy = try scope.policy()
        policy.deliveries = deliveries.sorted { $0.key < $1.key }.map(\.value)
        return policy
    }

    /// The seven controls beside what `chains` prove; nil where no description was given.
    func section(_ chains: [ChainResult]) -> ControlsSection? {
        guard !accounts.isEmpty else { return nil }
        return ControlsSection(accounts.map(ControlEvaluation.evaluate), deliveries: deliveries, chains: chains)
    }
}

extension TrailDelivery {
    /// Nil where the description does not say which trail it is.
    init?(_ trail: DescribedTrail) {
        // arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME
        let parts = trail.arn.bytes.split(
            separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false
        ).map { ByteString($0) }
        let kind: ByteString = "trail/"
        guard parts.count == 6, parts[5].hasPrefix(kind) else { return nil }
        let status = trail.status.payload
        self.init(
            ownerID: parts[4], trail: ByteString(parts[5].bytes.dropFirst(kind.count)),
            homeRegion: trail.homeRegion.isEmpty ? parts[3] : ByteString(trail.homeRegion),
            bucket: trail.buckets.first ?? ByteString(), isOrganizationTrail: trail.isOrganizationTrail ?? false,
            latestDigest: status?.latestDigestDeliveryTime, started: status?.startLoggingTime,
            stopped: status?.stopLoggingTime, isLogging: status?.isLogging,
            captured: status?.capturedAt)
    }
}
