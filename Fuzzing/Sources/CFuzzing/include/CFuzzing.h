// libFuzzer's entry point, and zlib in a single call: an independent result to compare with in the gzip target.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef int (*FuzzBody)(const uint8_t *_Nullable bytes, size_t count);

// Runs libFuzzer with the given command-line arguments (compiler-rt, fuzzer/FuzzerInterface.h).
int LLVMFuzzerRunDriver(int *_Nonnull count, char *_Nullable *_Nonnull *_Nonnull arguments, FuzzBody _Nonnull body);

enum FuzzInflation { fuzzWhole, fuzzTruncated, fuzzCorrupt, fuzzFull };

// Inflates the first gzip member of `input` with a single call of zlib. `consumed` and `produced` return the numbers of
// bytes read and written. Returns `fuzzFull` if `capacity` is too small.
enum FuzzInflation fuzzInflate(
    const uint8_t *_Nullable input, size_t count, uint8_t *_Nonnull output, size_t capacity, size_t *_Nonnull consumed,
    size_t *_Nonnull produced);

// Writes one gzip member and returns its size, or 0 if `capacity` is too small. `strategy` is one of zlib's, 0 to 4.
// Bits 0 to 3 of `header` add a file name, a comment, an extra field and a header checksum.
size_t fuzzDeflate(
    const uint8_t *_Nullable input, size_t count, int level, int strategy, int header, uint8_t *_Nonnull output,
    size_t capacity);
