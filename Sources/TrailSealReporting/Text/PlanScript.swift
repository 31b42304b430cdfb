internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes the commands of a plan, and the shell functions that they use.
struct PlanScript {
    /// The folders for fetched files.
    let folders: CollectionPlan.Folders

    /// The folder for objects that could collide with files of the copy: one more archive for `trailseal verify`.
    var furtherArchive: ByteString { folders.beside.appending(component: "further-archive") }

    /// Returns the folder for `location` in the further archive.
    func further(_ location: S3Location) -> ByteString { furtherArchive.appending(component: location.joined) }

    /// Returns a path for `path` in the folder of files that are set aside.
    func aside(_ path: ByteString) -> String {
        let parts = path.components.map { ByteString($0) }.filter {
            !$0.isEmpty && !($0 == "." as StaticString) && !($0 == ".." as StaticString)
        }
        return "\"$aside\"/" + ShellText.word(parts.reduce(ByteString()) { $0.appending(component: $1) })
    }

    /// Returns the command that fetches a folder, or the named files in it, to `target`.
    func fetch(_ folder: PlannedFolders.Folder, to target: ByteString, _ more: String = "") -> String {
        if let name = folder.names.first, folder.names.count == 1 {
            let source = S3Location(bucket: folder.bucket, key: Self.joined(folder.key, name))
            return "aws s3 cp \(url(source)) \\\n    \(ShellText.path(target.appending(component: name)))\(more)"
        }
        let command = "aws s3 sync \(url(folder.location)) \\\n    \(ShellText.path(target))\(more)"
        if !folder.names.isEmpty {
            return command + " --exclude '*'"
                + folder.names.map { " \\\n    --include=" + ShellText.word(Self.literal($0)) }.joined()
        }
        guard !folder.patterns.isEmpty else { return command }
        return command + " --exclude '*'" + folder.patterns.map { " --include=" + ShellText.word($0) }.joined()
    }

    private func url(_ location: S3Location) -> String {
        ShellText.word("s3://" + (location.key.isEmpty ? location.bucket : location.joined))
    }

    /// Returns the key of `name` in a folder. An empty folder stands for the bucket itself.
    static func joined(_ folder: ByteString, _ name: ByteString) -> ByteString {
        folder.isEmpty ? name : folder + "/" + name
    }

    /// Returns the name escaped, so that the AWS CLI doesn't read it as a pattern.
    private static func literal(_ name: ByteString) -> ByteString {
        ByteString(name.bytes.flatMap { "*?[".utf8.contains($0) ? [UInt8(ascii: "["), $0, UInt8(ascii: "]")] : [$0] })
    }

    /// Returns a command that saves an answer whole or not at all: the output of a failed call must not pass for an answer.
    func saving(_ command: String, in file: ByteString) -> String {
        let part = file + ".part"
        return "mkdir -p \(ShellText.path(file.splitAtLastSlash.folder)) && \(command) > \(ShellText.path(part)) "
            + "&& mv \(ShellText.path(part)) \(ShellText.path(file))"
    }

    /// Returns the command that saves the signature of one digest.
    func head(_ location: S3Location, in folder: ByteString) -> String {
        saving(
            "aws s3api head-object --bucket=\(ShellText.word(location.bucket)) --key=\(ShellText.word(location.key)) "
                + "--output json",
            in: folder.appending(component: location.bucket).appending(component: location.key + ".json"))
    }

    /// Returns the commands that save the signatures of several digests in one bucket.
    func heads(_ keys: [ByteString], bucket: ByteString, in folder: ByteString) -> String {
        (["for key in \\"] + keys.map { "    \(ShellText.word($0)) \\" } + [
            ";do", "    bucket=\(ShellText.word(bucket))", saveHead(in: folder), "done",
        ]).joined(separator: "\n")
    }

    /// Returns the commands that save the signatures of all digests for which a run finds `code`.
    func heads(_ code: FindingCode, in folder: ByteString) -> String {
        let name = "\"\\([^\"\\\\]*\\)\""
        let line =
            "{\"kind\":\"finding\",\"code\":\"\(code.rawValue)\",\"verdict\":\"[a-z]*\",\"allowed\":false,"
            + "\"bucket\":\(name),\"key\":\(name),"
        let pattern = "s|^\(line).*|\\1 \\2|p"
        let verify =
            [ShellText.path(folders.program), "verify --report jsonl=-"] + folders.arguments.map { ShellText.word($0) }
        return [
            // The run exits with its verdict, which must not stop this script.
            "{ \(verify.joined(separator: " ")) || [ $? -le 3 ]; } |",
            "    sed -n \(ShellText.word(pattern)) | while read -r bucket key; do",
            "    case \"/$key/\" in */../*) continue ;; esac", saveHead(in: folder), "done",
        ].joined(separator: "\n")
    }

    private func saveHead(in folder: ByteString) -> String {
        """
            file=\(ShellText.path(folder))/$bucket/$key.json
            mkdir -p "${file%/*}" && aws s3api head-object --bucket="$bucket" --key="$key" --output json \\
                </dev/null >"$file.part" && mv "$file.part" "$file"
        """
    }

    /// The shell variable with the folder for files that are set aside. Each run of the plan makes a new folder.
    var asideName: String {
        let name = folders.beside.appending(component: "set-aside-")
        return "aside=\(ShellText.path(name))$(date -u +%Y%m%dT%H%M%SZ)"
    }

    /// Moves files back that were set aside and not fetched.
    static let back = """
        # back ASIDE PLACE FETCHED: moves files from ASIDE back to PLACE if FETCHED holds nothing in their stead.
        back() {
            for old in "$1"/*; do
                new=$3/${old##*/}
                if { [ -e "$old" ] || [ -L "$old" ]; } && ! [ -e "$new" ] && ! [ -e "$new.gz" ]; then mv "$old" "$2"/; fi
            done
        }
        """

    /// Puts what was fetched in the place of what differs from it.
    static let replace = """
        # replace FETCHED PLACE ASIDE: sets aside files in PLACE that differ from the fetched ones, and replaces them.
        replace() {
            find "$1" -type f -print0 | while IFS= read -r -d '' new; do
                name=${new#"$1"/}
                old=$2/$name
                if { [ -e "$old" ] || [ -L "$old" ]; } && ! { [ -f "$old" ] && cmp -s "$new" "$old"; }; then
                    folder=$(dirname "$3/$name")
                    mkdir -p "$folder" && mv "$old" "$folder"/ && cp "$new" "$old"
                fi
            done
        }
        """

    /// The shell function that restores objects from Glacier classes.
    static let restore = """
        # restore BUCKET PREFIX PATTERN: asks S3 to restore objects from Glacier classes for 7 days.
        restore() {
            aws s3api list-objects-v2 --bucket="$1" --prefix="$2" --output text \\
                --query "Contents[?StorageClass=='GLACIER' || StorageClass=='DEEP_ARCHIVE'].[Key]" |
                while IFS= read -r key; do
                    if [[ $key != None && $key =~ $3 ]]; then
                        aws s3api restore-object --bucket="$1" --key="$key" \\
                            --restore-request 'Days=7,GlacierJobParameters={Tier=Bulk}' </dev/null
                    fi
                done
        }
        """

    /// Returns the shell function that fetches older versions and puts those with a recorded hash in place.
    func older() -> String {
        """
        # older BUCKET PREFIX PLACE SHA256...: fetches older versions of objects. Those with one of the hashes go to PLACE.
        older() {
            bucket=$1 prefix=$2 place=$3
            shift 3
            case $prefix in */*) folder=${prefix%/*}/ ;; *) folder= ;; esac
            aws s3api list-object-versions --bucket="$bucket" --prefix="$prefix" --output text \\
                --query 'Versions[?!IsLatest].[VersionId,Key]' | while IFS=$'\\t' read -r version key; do
                case "$key/$version/" in /* | ../* | */../*) continue ;; esac
                old=$place/${key#"$folder"}
                if has "$old" "$@"; then continue; fi
                file=\(ShellText.path(folders.beside.appending(component: "older-versions")))/$version/$key
                mkdir -p "${file%/*}" && aws s3api get-object --bucket="$bucket" --key="$key" \\
                    --version-id="$version" "$file" </dev/null >/dev/null || continue
                if has "$file" "$@"; then
                    if [ -e "$old" ]; then mkdir -p "$aside/older" && mv "$old" "$aside/older/"; fi
                    mkdir -p "${old%/*}" && cp "$file" "$old"
                fi
            done
        }
        # has FILE SHA256...: whether a compressed file holds content with one of the hashes, and nothing after it.
        has() {
            [ -f "$1" ] && gzip -t <"$1" 2>/dev/null || return 1
            [ $(gzip -dc <"$1" | wc -c) -eq $(tail -c 4 "$1" | od -An -tu4) ] || return 1
            hash=$(gzip -dc <"$1" | sha256sum)
            shift
            case " $* " in *" ${hash%% *} "*) return 0 ;; *) return 1 ;; esac
        }
        """
    }

    /// The shell function that saves the answer of a call as a trail description.
    static let setting = """
        # setting FILE BEFORE AFTER COMMAND...: saves an answer or its error code between BEFORE and AFTER.
        setting() {
            file=$1 before=$2 after=$3
            shift 3
            mkdir -p "${file%/*}"
            if ! "$@" >"$file.part" 2>"$file.error"; then
                code=$(sed -n 's/.*An error occurred (\\([A-Za-z0-9.]*\\)).*/\\1/p' "$file.error" | head -n 1)
                if [ -z "$code" ]; then
                    cat "$file.error" >&2
                    return 1
                fi
                printf '{"Error":{"Code":"%s"}}' "$code" >"$file.part"
            fi
            [ -s "$file.part" ] || printf '{}' >"$file.part"
            { printf %s "$before" && cat "$file.part" && printf '%s\\n' "$after"; } >"$file"
            rm -f "$file.part" "$file.error"
        }
        """
}
