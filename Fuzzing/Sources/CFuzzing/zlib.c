#include "CFuzzing.h"

#include <string.h>
#include <zlib.h>

enum FuzzInflation fuzzInflate(
    const uint8_t *input, size_t count, uint8_t *output, size_t capacity, size_t *consumed, size_t *produced) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    *consumed = 0;
    *produced = 0;
    if (count == 0) return fuzzTruncated;
    if (inflateInit2(&stream, 31) != Z_OK) return fuzzCorrupt;
    stream.next_in = (Bytef *)input;
    stream.avail_in = (uInt)count;
    stream.next_out = output;
    stream.avail_out = (uInt)capacity;
    int answer = inflate(&stream, Z_FINISH);
    *consumed = stream.total_in;
    *produced = stream.total_out;
    int isFull = stream.avail_out == 0;
    inflateEnd(&stream);
    switch (answer) {
    case Z_STREAM_END: return fuzzWhole;
    case Z_OK:
    case Z_BUF_ERROR: return isFull ? fuzzFull : fuzzTruncated;
    default: return fuzzCorrupt;
    }
}

size_t fuzzDeflate(
    const uint8_t *input, size_t count, int level, int strategy, int header, uint8_t *output, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, level, Z_DEFLATED, 31, 8, strategy) != Z_OK) return 0;
    gz_header head;
    memset(&head, 0, sizeof head);
    head.name = (header & 1) ? (Bytef *)"name" : Z_NULL;
    head.comment = (header & 2) ? (Bytef *)"comment" : Z_NULL;
    head.extra = (header & 4) ? (Bytef *)"ex\1\0x" : Z_NULL;
    head.extra_len = 5;
    head.hcrc = (header & 8) != 0;
    size_t written = 0;
    stream.next_in = (Bytef *)input;
    stream.avail_in = (uInt)count;
    stream.next_out = output;
    stream.avail_out = (uInt)capacity;
    if (deflateSetHeader(&stream, &head) == Z_OK && deflate(&stream, Z_FINISH) == Z_STREAM_END) {
        written = stream.total_out;
    }
    deflateEnd(&stream);
    return written;
}
