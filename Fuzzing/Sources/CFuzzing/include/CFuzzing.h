// libFuzzer's entry, and zlib called in one go: an independent opinion for the gzip target.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef int (*FuzzBody)(const uint8_t *_Nullable bytes, size_t count);

// Runs libFuzzer with the arguments of a command line (compiler-rt, fuzzer/FuzzerInterface.h).
int LLVMFuzzerRunDriver(int *_Nonnull count, char *_Nullable *_Nonnull *_Nonnull arguments, FuzzBody _Nonnull body);

enum FuzzInflation { fuzzWhole, fuzzTruncated, fuzzCorrupt, fuzzFull };

// Inflates the first gzip member of `input` by a single call of zlib. `consumed` and `produced` say how far it came;
// the answer is `fuzzFull` where `capacity` was too small.
enum FuzzInflation fuzzInflate(
    const uint8_t *_Nullable input, size_t count, uint8_t *_Nonnull output, size_t capacity, size_t *_Nonnull consumed,
    size_t *_Nonnull produced);

// Writes one gzip member; 0 where `capacity` was too small. `strategy` is one of zlib's, 0 to 4; bits 0 to 3 of
// `header` add a file name, a comment, an extra field and a header checksum.
size_t fuzzDeflate(
    const uint8_t *_Nullable input, size_t count, int level, int strategy, int header, uint8_t *_Nonnull output,
    size_t capacity);
