import Benchmark
import TrailSealFormat
import TrailSealVerification
import Foundation
import TrailSealGzip
import TrailSealLibCrypto
import TrailSealPrimitives

/// Each benchmark does one thing a thousand times. The last one reads a whole archive instead.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput], warmupIterations: 3, scalingFactor: .kilo, maxDuration: .seconds(3),
        maxIterations: 1_000)
    let samples: Samples
    do { samples = try Samples() } catch {
        print("No archives to measure with: \(error). Run Benchmarks/inner.")
        return
    }

    Benchmark("inflate a log of \(samples.log.content.count) bytes") { benchmark in
        let inflater = try GzipInflater()
        for _ in benchmark.scaledIterations {
            try inflater.begin()
            var size = 0
            try samples.log.file.withUnsafeBytes {
                try inflater.feed($0, isLast: true, limit: ContentLimit.log) { size += $0.count }
            }
            try inflater.finish()
            blackHole(size)
        }
    }

    Benchmark("inflate an empty digest") { benchmark in
        let inflater = try GzipInflater()
        for _ in benchmark.scaledIterations {
            try inflater.begin()
            var size = 0
            try samples.digest.file.withUnsafeBytes {
                try inflater.feed($0, isLast: true, limit: ContentLimit.digest) { size += $0.count }
            }
            try inflater.finish()
            blackHole(size)
        }
    }

    Benchmark("hash a log of \(samples.log.content.count) bytes") { benchmark in
        let hasher = try SHA256Hasher()
        for _ in benchmark.scaledIterations { blackHole(try hasher.hash(samples.log.content)) }
    }

    Benchmark("decode an empty digest") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try DigestDocumentDecoder.decode(samples.digest.content)) }
    }

    Benchmark("decode a digest that lists 12 logs") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try DigestDocumentDecoder.decode(samples.busyDigest.content)) }
    }

    Benchmark("read a digest by the layout of another") { benchmark in
        guard let template = try DigestDocumentDecoder.learn(samples.digest.content).template else {
            throw Samples.Missing(what: "a template")
        }
        for _ in benchmark.scaledIterations {
            guard let document = template.document(samples.digest.content) else {
                throw Samples.Missing(what: "a digest of this layout")
            }
            blackHole(document)
        }
    }

    Benchmark("parse a digest key") { benchmark in
        let key = try DigestDocumentDecoder.decode(samples.digest.content).location.key
        for _ in benchmark.scaledIterations { blackHole(DigestObjectKey(key)) }
    }

    Benchmark("verify an RSA signature of 2,048 bits") { benchmark in
        let hash = try SHA256Hasher.hash(
            StringToSign.bytes(
                of: try DigestDocumentDecoder.decode(samples.digest.content),
                hash: try SHA256Hasher.hash(samples.digest.content)))
        for _ in benchmark.scaledIterations {
            guard try samples.key.isValidPKCS1v15Signature(samples.signature, for: hash) else {
                throw Samples.Missing(what: "a signature that verifies")
            }
        }
    }

    let archive = samples.archive
    Benchmark(
        "read, link and prove \(archive.listing.fileCount) files in memory",
        configuration: .init(scalingFactor: .one, maxDuration: .seconds(5))
    ) { _ in
        let runs = AccountRuns(
            partition: WholeArchive(archive: archive), keys: try KeyStore(samples.keys),
            policy: try VerificationPolicy(), jobs: 1)
        blackHole(try runs.keyNeeds())
    }
}

/// An archive as one part.
private struct WholeArchive: AccountPartition {
    let archive: MemoryArchive

    var roots: [ByteString] { archive.listing.roots }
    var accounts: [ByteString?] { [nil] }
    var warnings: [String] { [] }

    func source(of part: Int, spread: ParallelLoop) -> MemoryArchive { archive }
    func isDone(with part: Int) {}
}
