internal import TrailSealControls
internal import TrailSealFileTree
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// The trail descriptions that the user named.
struct Descriptions {
    /// The descriptions, one for each account.
    let accounts: [TrailDescription]
    /// The files with their hashes, as reports show them.
    let files: [ReportHead.Input]
    /// The paths of the files, without standard input.
    let paths: [ByteString]

    /// The files as inputs that no report may replace.
    var inputs: [ReplacedInput.Input] { paths.map { ("the trail description", $0) } }

    /// Reads the descriptions. `arguments` are files, folders of files, and `-` for standard input. `account` is the account
    /// of answers that don't name one. Errors: `OperationalError` if a file can't be read or isn't a description.
    init(_ arguments: [String], account: String? = nil) throws {
        guard arguments.count(where: { $0 == "-" }) < 2 else {
            throw OperationalError(.usage, "- is standard input, which can be read only once; give - once")
        }
        var found: [TrailDescription] = []
        var files: [ReportHead.Input] = []
        var paths: [ByteString] = []
        let now = RunRecord.now()
        for argument in arguments {
            let isStream = argument == "-"
            for path in isStream ? [ByteString("-")] : try Self.descriptionFiles(RawArguments.bytes(of: argument)) {
                let name = isStream ? "in standard input" : "\(path)"
                let content = try Self.content(of: path, isStream: isStream, name)
                do throws(TrailDescriptionError) {
                    found += try TrailDescriptionDecoder.decode(content, account: account, now: now)
                } catch {
                    throw OperationalError(.malformedInput, "the trail description \(name) can't be used: \(error)")
                }
                files.append(ReportHead.Input(path: path.description, sha256: try SHA256Hasher.hash(content).hex))
                if !isStream { paths.append(path) }
            }
        }
        accounts = DescriptionMerge.united(found)
        self.files = files
        self.paths = paths
    }

    /// Returns the path itself if it is a file, or the description files directly in a folder.
    private static func descriptionFiles(_ path: ByteString) throws -> [ByteString] {
        let directory: Directory
        do throws(FileTreeError) {
            directory = try Directory(root: path)
        } catch {
            if error.isWrongKind { return [path] }
            if let address = WrongArchive.address(path, "the trail description", copying: "cp", to: ".") {
                throw address
            }
            throw OperationalError(reading: error, "the trail description \(path) can't be read: \(error.reason)")
        }
        let names = try directory.entries().filter { $0.kind != .directory }.map { ByteString($0.name) }.filter {
            !$0.hasPrefix(".") && ($0.hasSuffix(".json") || $0.hasSuffix(".jsonl") || $0.hasSuffix(".ndjson"))
        }.sorted()
        guard !names.isEmpty else {
            throw OperationalError(.noInput, "the folder \(path) holds no .json, .jsonl or .ndjson file")
        }
        return names.map { path.appending(component: $0) }
    }

    private static func content(of path: ByteString, isStream: Bool, _ name: String) throws -> [UInt8] {
        let limit = TrailDescriptionDecoder.sizeLimit
        let content: [UInt8]?
        do throws(FileTreeError) {
            content =
                isStream
                ? try StandardInput.contents(limit: limit) : try OpenFile(userPath: path).contents(limit: limit)
        } catch {
            throw OperationalError(reading: error, "the trail description \(name) can't be read: \(error.reason)")
        }
        guard let content else {
            throw OperationalError(.malformedInput, "the trail description \(name) is larger than \(limit) bytes")
        }
        return content
    }

    /// The deliveries of each trail, by the trail's id. If several accounts describe one organization trail, the one with the
    /// latest delivery wins.
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

    /// Returns the policy of the scope options with the deliveries of the described trails. `now` is the time of the run.
    func policy(_ scope: ScopeOptions, now: UnixTime) throws -> VerificationPolicy {
        var policy = try scope.policy(now: now)
        policy.deliveries = deliveries.sorted { $0.key < $1.key }.map(\.value)
        return policy
    }

    /// Returns the controls together with what `chains` prove, or nil if no description was given.
    func section(_ chains: [ChainResult]) -> ControlsSection? {
        guard !accounts.isEmpty else { return nil }
        return ControlsSection(accounts.map(ControlEvaluation.evaluate), deliveries: deliveries, chains: chains)
    }
}

extension TrailDelivery {
    /// Returns nil if the description holds no valid ARN of the trail.
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
            bucket: trail.bucket ?? ByteString(), isOrganizationTrail: trail.isOrganizationTrail ?? false,
            latestDigest: status?.latestDigestDeliveryTime, started: status?.startLoggingTime,
            stopped: status?.stopLoggingTime, isLogging: status?.isLogging,
            captured: status?.capturedAt)
    }
}
