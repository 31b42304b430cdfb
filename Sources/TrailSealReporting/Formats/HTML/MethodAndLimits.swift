/// The section that says how the verdict was reached and what it doesn't prove.
struct MethodAndLimits: HTMLSection {
    let head: ReportHead

    var id: String { "method" }
    var title: String { "Method and limits" }

    func write(_ output: ReportOutput) {
        guard head.verification != nil else {
            return output.line(
                "<p>The controls were judged from saved settings. It isn't known if the settings are complete and genuine.</p>"
            )
        }
        output.line(
            """
            <p>Every digest file was inflated and hashed with SHA-256. A digest file is verified if its signature verifies \
            with one of the given public keys, or if a verified successor records its hash. The signature \
            (RSASSA-PKCS1-v1_5 with SHA-256) covers the end time, bucket, key, hash and previous signature. A digest file \
            must also lie in the place that it declares. A log file is verified if a verified digest lists it and records \
            the SHA-256 of its inflated content. The run used no network.</p>
            <p>The result doesn't prove:</p>
            <ul>
            """)
        for limit in NotProven.limits { output.line("<li>\(HTMLText.sentence(limit))</li>") }
        output.line("</ul>")
    }
}
