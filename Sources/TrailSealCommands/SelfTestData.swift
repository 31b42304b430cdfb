/// The data of the self-test in Base64: a public key, and files that were signed with its private key. The key pair was made
/// for this file and is used nowhere else.
enum SelfTestData {
    /// The key of the log file.
    static let logKey = """
        AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/111122223333_CloudTrail_us-east-1_20261001T\
        0005Z_SelfTestSelfTest.json.gz
        """

    /// The key of the digest file.
    static let digestKey = """
        AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/111122223333_CloudTrail-Digest_us-ea\
        st-1_selftest_us-east-1_20261001T010000Z.json.gz
        """
    /// The RSA public key of 2,048 bits, as PKCS#1 DER.
    static let publicKey = """
        MIIBCgKCAQEAhRVFhMMrvtpLmDmDj5pz8Ti/QGPECroP55N9ksQcB8xhsmW8EwG/1/be5VGBAfaiwvoIZ8bg/z+dKvFk60ps\
        6KK5eD7l464Hoq40p1nCnr46fVliSL3ntHuIt62QXP7saDcJV9NXvM7L5uKJoCJtb7JiVq/uC4M34djYrU95ME+sc+tuMxGU\
        1N0+L82326xk9JdLRDfMrB3c0DPfX0zZU/MthByIsz1i13wylIQbhMUiMSwvo23jJiwS/8x8HYuOhQTYwGR4fTTrjWX/Oh7B\
        8d3DJ8AdHSmRS7f/GZkqv5DgONzVF5eg5FWdrlwv696rQdEe7D1O3iTcTSVxgc5tEQIDAQAB
        """

    /// A starting digest file that lists one log file, as a gzip member.
    static let digest = """
        H4sIAAAAAAACA5VSa0/jMBD8L/5MiO0kbtJvOR4CcdIhUh1S0aly/UgNxkFxTAWI/36bqi25XpBgFSnKzsx6vJM3xNe+FKIJ\
        rruUaIoIFIVKoNARkqZWvqs63nYz86iAQDFlEcERJjOMp5tnvieeOTlCI4e0KvkRxIPqgOeV1R20ItvUfkD4tbxXoieUt9VP\
        gOKhsfjENkHOWm5sdLoRxMFHisMYEvcnxwTHmPyjWfynWew1i52LQasfQ/DGPoaaH9/7xh3Xr3uP12FpjbhSL+fG1ap9ao3r\
        /aqCck3TJZYsSxMuEpLQtOATSieacIk/7mhqx7vQqtLWTWu61SOoq4uSZmwNXzdVCVSn1v1an5Xb7t8Fa49QY+VY+6lVz6YJ\
        /vRgy+PobsVj6AX3q9/cBvU5PLA9On93vR0MAZ8bqzya3r0h//kf4L+c/bdCH40W42y+qMDArHe8fQ+SXn2sAfE8pTnJCRVM\
        cprQiWSKZEJLOK7ImVSZJDqnDGOIv9BMTDTLC+hQLFKu9XbcQdoRxP3NnN//vP8F5T9eObcDAAA=
        """

    /// The signature of the digest file.
    static let signature = """
        SqyLmlujN89Ywyr2xS8uL19D3S2vaFSAhUoLE5eQm+oLwMtLvWnHbYuFrhXvfvTipo1IdnG4TCMgE/cl23zFi1ZnCWGoIhU6\
        4QZTI5+CwsiZfbT+qX+2UqWH/i13FH4jmETZa77NDx5G3tpsWdGcMURA/Oyjr01JHTeuC1ycAl4ZC3wJA7WMVwxZwt+7NgKA\
        OdmI262HcWFEz4Oa4hrPeiVPEm1de1Y7MOsuO0Ri8JxpoQwt3i+Y9YbZzdyLeM5UaqSIY1g1AVTjGFuXwZyKK+rd/PzhEGVH\
        Ojm/HQpW1VRwwN35YGZXctkF9+5wofetO4aO2HPa+NJydbdc5q/kOg==
        """

    /// The log file, as a gzip member.
    static let log = """
        H4sIAAAAAAACA6tWCkpNzi9KKVayiq5WSi1LzSsJSy0qzszPU7JSMtQzsFTSgYj6JeamAoWCU3PSQlKLS5RqY2sBmSRvzTwA\
        AAA=
        """
}
