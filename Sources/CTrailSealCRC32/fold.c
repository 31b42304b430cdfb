#include "CTrailSealCRC32.h"

#if defined(__x86_64__)

#include <immintrin.h>

bool trailseal_crc32_can_fold(void) { return __builtin_cpu_supports("pclmul"); }

#define FOLDING __attribute__((target("pclmul,sse2")))
#define FOLDING_WIDELY __attribute__((target("vpclmulqdq,avx2,pclmul,sse2")))

/* The constants of a distance of D bits are x^(D+32) and x^(D-32) modulo the polynomial of CRC-32, with their bits reflected and
   shifted by one: Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009. */
#define OVER_128_BITS 0x0ccaa009e, 0x1751997d0
#define OVER_512_BITS 0x1c6e41596, 0x154442bd4
#define OVER_1024_BITS 0x14a7fe880, 0x1e88ef372

/* Moves a block over the distance of `constants`, and adds the block that is there. */
FOLDING static inline __m128i moved(__m128i block, __m128i constants, __m128i there) {
    __m128i low = _mm_clmulepi64_si128(block, constants, 0x00);
    __m128i high = _mm_clmulepi64_si128(block, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), there);
}

/* Does the same with two blocks at once. */
FOLDING_WIDELY static inline __m256i moved_pair(__m256i pair, __m256i constants, __m256i there) {
    __m256i low = _mm256_clmulepi64_epi128(pair, constants, 0x00);
    __m256i high = _mm256_clmulepi64_epi128(pair, constants, 0x11);
    return _mm256_xor_si256(_mm256_xor_si256(low, high), there);
}

FOLDING static inline __m128i load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }
FOLDING_WIDELY static inline __m256i load_pair(const uint8_t *bytes) { return _mm256_loadu_si256((const __m256i *)bytes); }

/* Folds `count` adjacent blocks and the bytes behind them into one block. */
FOLDING static void finish(const __m128i *blocks, int count, const uint8_t *bytes, const uint8_t *end, uint8_t folded[16]) {
    const __m128i constants = _mm_set_epi64x(OVER_128_BITS);
    __m128i block = blocks[0];
    for (int index = 1; index < count; index++) block = moved(block, constants, blocks[index]);
    for (; end - bytes >= 16; bytes += 16) block = moved(block, constants, load(bytes));
    _mm_storeu_si128((__m128i *)folded, block);
}

/* Both work on four blocks or pairs at once, because the processor multiplies the next before the last is done. */
FOLDING static void fold(uint32_t state, const uint8_t *bytes, const uint8_t *end, uint8_t folded[16]) {
    const __m128i constants = _mm_set_epi64x(OVER_512_BITS);
    __m128i blocks[4] = {load(bytes), load(bytes + 16), load(bytes + 32), load(bytes + 48)};
    blocks[0] = _mm_xor_si128(blocks[0], _mm_cvtsi32_si128((int)state));
    for (bytes += 64; end - bytes >= 64; bytes += 64)
        for (int index = 0; index < 4; index++) blocks[index] = moved(blocks[index], constants, load(bytes + 16 * index));
    finish(blocks, 4, bytes, end, folded);
}

FOLDING_WIDELY static void fold_widely(uint32_t state, const uint8_t *bytes, const uint8_t *end, uint8_t folded[16]) {
    const __m256i constants = _mm256_broadcastsi128_si256(_mm_set_epi64x(OVER_1024_BITS));
    __m256i pairs[4] = {load_pair(bytes), load_pair(bytes + 32), load_pair(bytes + 64), load_pair(bytes + 96)};
    pairs[0] = _mm256_xor_si256(pairs[0], _mm256_zextsi128_si256(_mm_cvtsi32_si128((int)state)));
    for (bytes += 128; end - bytes >= 128; bytes += 128)
        for (int index = 0; index < 4; index++) pairs[index] = moved_pair(pairs[index], constants, load_pair(bytes + 32 * index));
    __m128i blocks[8];
    for (int index = 0; index < 4; index++) _mm256_storeu_si256((__m256i *)(blocks + 2 * index), pairs[index]);
    finish(blocks, 8, bytes, end, folded);
}

void trailseal_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t folded[16]) {
    if (count >= 512 && __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx2"))
        fold_widely(state, bytes, bytes + count, folded);
    else
        fold(state, bytes, bytes + count, folded);
}

#else

bool trailseal_crc32_can_fold(void) { return false; }

void trailseal_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t folded[16]) {
    (void)state, (void)bytes, (void)count, (void)folded;
}

#endif
