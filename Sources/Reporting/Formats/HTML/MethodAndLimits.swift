/// How the verdict was reached and what it does not say.
struct MethodAndLimits: HTMLSection {
    let head: ReportHead

    var id: String { "method" }
    var title: String { "Method and limits" }

    func write(_ output: ReportOutput) {
        guard head.verification != nil else {
            return output.line(
                "<p>The controls are judged from saved settings. Whether the settings are complete and genuine isn't known.</p>"
            )
        }
        output.line(
            """
            <p>Every digest file was inflated and hashed (SHA-256). A digest file is verified if a signature over its end \
            time, bucket and key, hash, and previous signature (RSASSA-PKCS1-v1_5 with SHA-256) verifies with one of the \
            given public keys, or if a verified digest that follows records its hash. It must also lie where it says it \
            lies. A log file is verified if a verified digest lists it and the SHA-256 of its inflated content is the \
            recorded one. The run used no network.</p>
            <p>The result doesn't prove:</p>
            <ul>
            """)
        for limit in NotProven.limits { output.line("<li>\(HTMLText.sentence(limit))</li>") }
        output.line("</ul>")
    }
}
