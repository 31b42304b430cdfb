"""Digest files, log files, keys and signatures for the hostile archives. Nothing here is genuine: keys and accounts are
made up. Signing uses RSA-1,024 by libcrypto; everything else is plain Python."""
import base64
import ctypes
import ctypes.util
import hashlib
import json
import os
import zlib
from datetime import datetime, timedelta, timezone

BUCKET = "virtual-trail-logs"
ACCOUNT = "111122223333"
REGION = "us-east-1"
FIRST_HOUR = datetime(2026, 10, 1, tzinfo=timezone.utc)

# The public half of the key `first` of Sources/VirtualTrail/EmbeddedKeys.swift, RSA-2,048. What is forged names its
# fingerprint, so that signatures of the key's length have to be tried.
PUBLIC_KEY = """
MIIBCgKCAQEAxU8tEPcxlTm9RI2qPa4Q013rLSZyB19QtuUzT/9p5B/dFYSC3rpr6AcnGpmFsEKPf/iMj5WRdTRDZ0F+7Hf/nuEWt5h0GSvecB9n4vm5sK58
2IuaJQfQ7Q5m7fFv8f+IjprX2ndjuNdr0VilqGCKTjigkO/jzh7y4Eq18mMj6KI73jW7Ps6W0m1bcbEKBowW4bURWRAzS9oc4PWADoDDtIjA1KFguWTThWIv
sB2fEfDciWEuEi0gTsyLBEWZA0nSYyOEefNV36om9abQi0lY3pkkscNF3ucp+wSRIWoD9GPnZ6a57JLqTjLv9kP6+LbjG//Dj9/wIqTT63D13PUQ1wIDAQAB
"""
PUBLIC_KEY_DER = base64.b64decode("".join(PUBLIC_KEY.split()))
FINGERPRINT = hashlib.md5(PUBLIC_KEY_DER).hexdigest()

# The key `short` of Sources/VirtualTrail/EmbeddedKeys.swift. It protects nothing.
PRIVATE_KEY = """
MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAMc5AiSEA3vDjGBnC2I+eTwfzXfhM0ePzHIpoVyFTXjcnqQnVdpf0DmlQCS7xBriV0w2
qYBV8ai/wpD//L2xfVBu1eEMyyOveIXTwEpIh6yKB86wnmQpXL4N8xWzarLyPGS2F3B3mbhKeisVutNQAxnTGP6OBl6Qt5PcJqaaQ795AgMBAAECgYBJ
8DOGX+R3E41O3g+Qh8Uw9lColFEW1xy2phK4JtUo7SCHpf2sDXFXY6hZucI/hA+IPqVL9xm4WmsYq5kewffSsZvkBmGA7A/ET+cYBeP0WdItHu8ChAw+
6ziRGbBGtOUH9T9FVQk95W0/FrqXdfPJxLgtTNzw16o2Zjl0SfHZAQJBAOQyeymO/637DjRlDaHaSQyVyCb4vdaFY6a6fz0zcBCuxx5SuS3iULeTiQy+
uwN/aaC/c8pTmiyJ2NGIE8AUIVkCQQDffs5uBdQP9xyK3tT9h6zJ4hChSO4ahjy3vir6RPCKxENWgBjnfazynSmz7Mdt8HI7BeDj5v7R4VxFBjf27ash
AkBoSOGcJmuWGMtvCldmhhkoFTM5DCfFZ4QY59XKJD2sghMhOnDCFVEJ8/SHzIoumQWuno/OANLOU9iwON29w/VRAkAogoyaRrYseqcSyNckaT45jZ9k
DJsT9bb1uyOBH5PWI0LtX+SjuRTrGO+hLE7tr4KVDji4NnuDwWx/GmR0fpnhAkB0tFSJQr09Z5aduvSdzM6XHu6fklAp4RwT1esIAz4FvqlU3WP2EK4D
cwzoxLIJcJSgnrgE2hiux7JxmbEeoXzP
"""


class Signer:
    """RSASSA-PKCS1-v1_5 with SHA-256 by libcrypto, and the key listing that belongs to it."""

    def __init__(self):
        name = ctypes.util.find_library("crypto") or "libcrypto.so.3"
        self.library = library = ctypes.CDLL(name)
        pointer = ctypes.c_void_p
        for function, result, arguments in (
            ("d2i_AutoPrivateKey", pointer, (pointer, pointer, ctypes.c_long)),
            ("i2d_PublicKey", ctypes.c_int, (pointer, pointer)),
            ("EVP_MD_CTX_new", pointer, ()),
            ("EVP_sha256", pointer, ()),
            ("EVP_DigestSignInit", ctypes.c_int, (pointer, pointer, pointer, pointer, pointer)),
            ("EVP_DigestSign", ctypes.c_int, (pointer, ctypes.c_char_p, pointer, ctypes.c_char_p, ctypes.c_size_t)),
        ):
            getattr(library, function).restype = result
            getattr(library, function).argtypes = arguments
        der = base64.b64decode("".join(PRIVATE_KEY.split()))
        cursor = ctypes.cast(ctypes.c_char_p(der), pointer)
        self.key = library.d2i_AutoPrivateKey(None, ctypes.byref(cursor), len(der))
        self.context = library.EVP_MD_CTX_new()
        if not self.key or not self.context:
            raise SystemExit(f"{name} can't read the private key")
        self.buffer = ctypes.create_string_buffer(1 << 10)
        cursor = ctypes.cast(self.buffer, pointer)
        size = library.i2d_PublicKey(self.key, ctypes.byref(cursor))
        self.public_key = self.buffer.raw[:size]
        self.fingerprint = hashlib.md5(self.public_key).hexdigest()

    def sign(self, message):
        """The signature of some bytes in hexadecimal."""
        library, size = self.library, ctypes.c_size_t(len(self.buffer))
        if (
            library.EVP_DigestSignInit(self.context, None, library.EVP_sha256(), None, self.key) != 1
            or library.EVP_DigestSign(self.context, self.buffer, ctypes.byref(size), message, len(message)) != 1
        ):
            raise SystemExit("libcrypto can't sign")
        return self.buffer.raw[: size.value].hex()

    def listing(self):
        """The output of `aws cloudtrail list-public-keys` for this key, valid from 1971 to 2099."""
        records = []
        for der in (self.public_key, PUBLIC_KEY_DER):
            records.append({
                "Value": base64.b64encode(der).decode(),
                "ValidityStartTime": 31536000.0,
                "ValidityEndTime": 4070908800.0,
                "Fingerprint": hashlib.md5(der).hexdigest(),
            })
        return json.dumps({"PublicKeyList": records})


def forged_signature(number):
    """256 bytes in hexadecimal, smaller than the modulus, that verify nothing."""
    return "00" + (hashlib.sha256(str(number).encode()).hexdigest() * 8)[2:]


def write(path, content):
    """Writes a file and the folders above it."""
    data = content.encode() if isinstance(content, str) else content
    try:
        file = open(path, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path))
        file = open(path, "wb")
    with file:
        file.write(data)


def gzip_member(content):
    """One gzip member with a plain header."""
    compressor = zlib.compressobj(1, zlib.DEFLATED, 31)
    return compressor.compress(content.encode() if isinstance(content, str) else content) + compressor.flush()


def iso(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


class Chain:
    """Names of one chain's files."""

    def __init__(self, account=ACCOUNT, region=REGION, trail="management", bucket=BUCKET, prefix=""):
        self.account, self.region, self.trail, self.bucket = account, region, trail, bucket
        self.root = f"{prefix}AWSLogs/{account}"

    def digest_key(self, end):
        name = f"{self.account}_CloudTrail-Digest_{self.region}_{self.trail}_us-east-1_{end:%Y%m%dT%H%M%SZ}.json.gz"
        return f"{self.root}/CloudTrail-Digest/{self.region}/{end:%Y/%m/%d}/{name}"

    def log_key(self, time, number):
        name = f"{self.account}_CloudTrail_{self.region}_{time:%Y%m%dT%H%MZ}_{number:016d}.json.gz"
        return f"{self.root}/CloudTrail/{self.region}/{time:%Y/%m/%d}/{name}"

    def entry(self, key, content_hash):
        return (
            f'{{"s3Bucket":"{self.bucket}","s3Object":"{key}","hashValue":"{content_hash}","hashAlgorithm":"SHA-256",'
            '"newestEventTime":"2026-10-01T00:10:00Z","oldestEventTime":"2026-10-01T00:00:00Z"}'
        )

    def digest(self, end, entries=(), previous=None, fingerprint=FINGERPRINT, more="", previous_bucket=None):
        """A digest's content. `previous`: key, hash and signature. `more`: further members, ending with a comma."""
        names = ("Bucket", "Object")
        if previous:
            values = [f'"{previous_bucket or self.bucket}"', f'"{previous[0]}"', f'"{previous[1]}"', '"SHA-256"', f'"{previous[2]}"']
        else:
            values = ["null"] * 5
        members = [f'"previousDigestS3{name}":{value}' for name, value in zip(names, values)]
        names = ("HashValue", "HashAlgorithm", "Signature")
        members += [f'"previousDigest{name}":{value}' for name, value in zip(names, values[2:])]
        event = ('"2026-10-01T00:10:00Z"', '"2026-10-01T00:00:00Z"') if entries else ("null", "null")
        return (
            f'{{{more}"awsAccountId":"{self.account}","digestStartTime":"{iso(end - timedelta(hours=1))}",'
            f'"digestEndTime":"{iso(end)}","digestS3Bucket":"{self.bucket}","digestS3Object":"{self.digest_key(end)}",'
            f'"digestPublicKeyFingerprint":"{fingerprint}","digestSignatureAlgorithm":"SHA256withRSA",'
            f'"newestEventTime":{event[0]},"oldestEventTime":{event[1]},{",".join(members)},'
            f'"logFiles":[{",".join(entries)}]}}'
        )

    def string_to_sign(self, end, content, previous_signature="null"):
        content_hash = hashlib.sha256(content.encode()).hexdigest()
        lines = (iso(end), f"{self.bucket}/{self.digest_key(end)}", content_hash, previous_signature)
        return "\n".join(lines).encode()


def hour(number):
    """The end of an hour; hour 1 ends at 2026-10-01T01:00:00Z."""
    return FIRST_HOUR + timedelta(hours=number)
