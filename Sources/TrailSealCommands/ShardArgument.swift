internal import ArgumentParser
internal import Glibc
internal import TrailSealFormat

/// A value of `--shard`: I/N, or `auto` to read the shard from the environment variables of a job scheduler.
struct ShardArgument {
    /// The shard.
    let shard: AccountShard

    /// Parses a value. Errors: `ValidationError` that says what is wrong.
    static func parse(_ argument: String) throws -> ShardArgument {
        if argument == "auto" {
            guard let shard = shard(of: { name in getenv(name).map { String(cString: $0) } }) else {
                throw ValidationError(
                    "auto needs SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, JOB_COMPLETION_INDEX and JOB_COMPLETIONS, "
                        + "or AWS_BATCH_JOB_ARRAY_INDEX and AWS_BATCH_JOB_ARRAY_SIZE in the environment")
            }
            return ShardArgument(shard: shard)
        }
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = number(String(parts[0])), let count = number(String(parts[1])),
            let shard = AccountShard(index: index, count: count)
        else { throw ValidationError("give I/N with I from 1 to N, such as 1/4, or auto") }
        return ShardArgument(shard: shard)
    }

    /// The help of the option.
    static let help = ArgumentHelp(
        "Verify only shard I of N, from 1/N to N/N. Each account is in exactly one shard. trailseal merge makes one "
            + "report from the reports of all shards. auto takes I and N from the environment of a Slurm array, a "
            + "Kubernetes Indexed Job or an AWS Batch array job. A shard without accounts ends with 2, because it "
            + "proves nothing.",
        valueName: "i/n")

    /// Returns the shard that a scheduler gave this process, or nil if there is none or the variables make no valid shard.
    ///
    /// Slurm counts from SLURM_ARRAY_TASK_MIN in steps (sbatch(1)). Kubernetes counts from 0 and doesn't give the total, so
    /// the job sets JOB_COMPLETIONS (Job, "Completion mode"). AWS Batch counts from 0, with AWS_BATCH_JOB_ARRAY_SIZE as the
    /// total (AWS Batch User Guide, "AWS Batch job environment variables").
    static func shard(of environment: (String) -> String?) -> AccountShard? {
        func value(_ name: String) -> Int? { environment(name).flatMap(number) }
        if let id = value("SLURM_ARRAY_TASK_ID") {
            guard let count = value("SLURM_ARRAY_TASK_COUNT") else { return nil }
            let (first, step) = (value("SLURM_ARRAY_TASK_MIN") ?? 0, max(1, value("SLURM_ARRAY_TASK_STEP") ?? 1))
            guard id >= first, (id - first) % step == 0 else { return nil }
            return AccountShard(index: (id - first) / step + 1, count: count)
        }
        if let index = value("JOB_COMPLETION_INDEX") {
            return value("JOB_COMPLETIONS").flatMap { AccountShard(index: index + 1, count: $0) }
        }
        if let index = value("AWS_BATCH_JOB_ARRAY_INDEX") {
            return value("AWS_BATCH_JOB_ARRAY_SIZE").flatMap { AccountShard(index: index + 1, count: $0) }
        }
        return nil
    }

    /// Parses one to nine digits. The limit keeps the sums above from overflowing.
    private static func number(_ text: String) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
