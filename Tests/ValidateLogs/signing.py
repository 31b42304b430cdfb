"""RSA keys that stand for AWS's and for a forger's. They are made once per process: the results don't depend on their digits."""

import base64
import hashlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


class SigningKey:
    def __init__(self):
        self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = self._private.public_key()
        self.pkcs1 = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        self.spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.fingerprint = hashlib.md5(self.pkcs1).hexdigest()

    def sign(self, text):
        return self._private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()).hex()


class ListedKey:
    """A member of PublicKeyList. Times are seconds since 1970."""

    def __init__(self, key, start, end):
        self.fingerprint, self.value, self.start, self.end = key.fingerprint, key.pkcs1, start, end
        self.spki = key.spki

    @property
    def genuine(self):
        """It is still the key that its fingerprint names, in either form."""
        return self.value == self.spki or hashlib.md5(self.value).hexdigest() == self.fingerprint

    def record(self):
        return {
            "Value": base64.b64encode(self.value).decode(),
            "ValidityStartTime": float(self.start),
            "ValidityEndTime": float(self.end),
            "Fingerprint": self.fingerprint,
        }


_pool = {}


def key(name):
    """The key of this name. It is always the same one within a process."""
    if name not in _pool:
        _pool[name] = SigningKey()
    return _pool[name]
