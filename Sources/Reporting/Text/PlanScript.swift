internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// The words of a plan's commands, and the shell functions that they use.
struct PlanScript {
    let folders: CollectionPlan.Folders

    /// Where whatever could meet a file of the copy goes: a further archive for `trailseal verify`.
    var furtherArchive: ByteString { folders.beside.appending(component: "further-archive") }

    /// The folder in which what is fetched of `location` lies, if it goes nowhere else.
    func further(_ location: S3Location) -> ByteString { furtherArchive.appending(component: location.joined) }

    /// A path below the folder of what is set aside, whatever the copy is called.
    func aside(_ path: ByteString) -> String {
        let parts = path.components.map { ByteString($0) }.filter {
            !$0.isEmpty && !($0 == "." as StaticString) && !($0 == ".." as StaticString)
        }
        return "\"$aside\"/" + ShellText.word(parts.reduce(ByteString()) { $0.appending(component: $1) })
    }

    /// The command that fetches a folder, or what is named of it, to `target`.
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

    /// A key below a folder, which may be the bucket itself.
    static func joined(_ folder: ByteString, _ name: ByteString) -> ByteString {
        folder.isEmpty ? name : folder + "/" + name
    }

    /// A name that the AWS CLI takes for no pattern.
    private static func literal(_ name: ByteString) -> ByteString {
        ByteString(name.bytes.flatMap { "*?[".utf8.contains($0) ? [UInt8(ascii: "["), $0, UInt8(ascii: "]")] : [$0] })
    }

    /// A command whose answer is saved, whole or not at all: what a failed one leaves must not be taken for an answer.
    func saving(_ command: String, in file: ByteString) -> String {
        let part = file + ".part"
        return "mkdir -p \(ShellText.path(file.splitAtLastSlash.folder)) && \(command) > \(ShellText.path(part)) "
            + "&& mv \(ShellText.path(part)) \(ShellText.path(file))"
    }

    /// The command that saves the signature of one digest.
    func head(_ location: S3Location, in folder: ByteString) -> String {
        saving(
            "aws s3api head-object --bucket=\(ShellText.word(location.bucket)) --key=\(ShellText.word(location.key)) "
                + "--output json",
            in: folder.appending(component: location.bucket).appending(component: location.key + ".json"))
    }

    /// The same for several digests of one bucket.
    func heads(_ keys: [ByteString], bucket: ByteString, in folder: ByteString) -> String {
        (["for key in \\"] + keys.map { "    \(ShellText.word($0)) \\" } + [
            ";do", "    bucket=\(ShellText.word(bucket))", saveHead(in: folder), "done",
        ]).joined(separator: "\n")
    }

    /// The same for as many as a run finds to have `code`.
    func heads(_ code: FindingCode, in folder: ByteString) -> String {
        let name = "\"\\([^\"\\\\]*\\)\""
        let line =
            "{\"kind\":\"finding\",\"code\":\"\(code.rawValue)\",\"verdict\":\"[a-z]*\",\"allowed\":false,"
            + "\"bucket\":\(name),\"key\":\(name),"
        let pattern = "s|^\(line).*|\\1 \\2|p"
        let verify =
            [ShellText.path(folders.program), "verify --report jsonl=-"] + folders.arguments.map { ShellText.word($0) }
        return [
            // The verdict of that run is none of this script's.
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

    /// The name of the folder of what is set aside, anew in each run.
    var asideName: String {
        let name = folders.beside.appending(component: "set-aside-")
        return "aside=\(ShellText.path(name))$(date -u +%Y%m%dT%H%M%SZ)"
    }

    /// Puts what was fetched in the place of what differs from it.
    static let replace = """
        # replace FETCHED PLACE ASIDE: sets files of PLACE aside that differ from those that were fetched, which replace them.
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

    /// Restores what lies in a Glacier class.
    static let restore = """
        # restore BUCKET PREFIX PATTERN: asks S3 to restore for 7 days the objects that lie in a Glacier class.
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

    /// Fetches older versions, and puts those with a known hash in their places.
    func older() -> String {
        """
        # older BUCKET PREFIX PLACE SHA256...: fetches older versions of objects. One whose content has a hash goes to PLACE.
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
        # has FILE SHA256...: whether a compressed file holds content with one of the hashes, and nothing behind it.
        has() {
            [ -f "$1" ] && gzip -t <"$1" 2>/dev/null || return 1
            [ $(gzip -dc <"$1" | wc -c) -eq $(tail -c 4 "$1" | od -An -tu4) ] || return 1
            hash=$(gzip -dc <"$1" | sha256sum)
            shift
            case " $* " in *" ${hash%% *} "*) return 0 ;; *) return 1 ;; esac
        }
        """
    }

    /// Saves the answer of a call as a trail description.
    static let setting = """
        # setting FILE BEFORE AFTER COMMAND...: saves an answer, or the code of its error, between BEFORE and AFTER.
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
