"""A world with the results of both programs, indexed."""

import json

from facts import Digest, Log, inflate
from names import is_digest, line


class Evidence:
    def __init__(self, world, aws, failures, sealed):
        self.world, self.aws, self.failures, self.sealed = world, aws, failures, sealed
        self.digests = {digest.place: digest for digest in world.digests}
        self.documents, self.listing, self.naming, self.objects, self.signatures = {}, {}, {}, {}, {}
        for digest in world.digests:
            self.signatures[digest.place, digest.content] = {digest.signature}
            if digest.earlier:
                self.signatures[digest.place, digest.earlier[0]] = {digest.earlier[1]}
        for place, stored in world.store.items():
            if is_digest(place[1]):
                self.index(place, inflate(stored.body)[0])

    def index(self, place, content):
        try:
            document = json.loads(content or b"")
        except ValueError:
            return
        self.documents[place] = document
        previous = document["previousDigestS3Bucket"], document["previousDigestS3Object"]
        self.naming.setdefault(previous, []).append(place)
        for log in document["logFiles"]:
            self.listing.setdefault((log["s3Bucket"], log["s3Object"]), []).append(place)

    def object(self, place):
        if place not in self.objects:
            self.objects[place] = (Digest if is_digest(place[1]) else Log)(self, place)
        return self.objects[place]

    def well_formed(self, places):
        digests = map(self.object, places)
        return [digest for digest in digests if digest.well_formed and digest.in_its_place]

    def places(self):
        return sorted({*self.world.truth, *self.world.store, *self.aws, *self.sealed.said})

    @staticmethod
    def belongs(key, chain):
        return line(key) in (line(chain.digest_key(0)), line(chain.digest_key(0, True)))
