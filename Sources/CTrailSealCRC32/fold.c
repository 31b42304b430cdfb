#include "CTrailSealCRC32.h"

#if defined(__x86_64__)

#include <immintrin.h>

bool trailseal_crc32_can_fold(void) { return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse2"); }

#define FOLDING __attribute__((target("pclmul,sse2")))

/* Moves a block of 128 bits over the distance that `constants` stand for, and adds the block that is there. */
FOLDING static inline __m128i moved(__m128i block, __m128i constants, __m128i there) {
    __m128i low = _mm_clmulepi64_si128(block, constants, 0x00);
    __m128i high = _mm_clmulepi64_si128(block, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), there);
}

FOLDING static inline __m128i load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

/* The constants are powers of x modulo the polynomial of CRC-32, with their bits reflected: Gopal and others, "Fast CRC
   Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009. */
FOLDING void trailseal_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t folded[16]) {
    const __m128i over_512_bits = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);
    const __m128i over_128_bits = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
    const uint8_t *end = bytes + count;
    /* Four blocks at once, because the processor multiplies the next before the last is done. */
    __m128i first = _mm_xor_si128(load(bytes), _mm_cvtsi32_si128((int)state));
    __m128i second = load(bytes + 16), third = load(bytes + 32), fourth = load(bytes + 48);
    for (bytes += 64; end - bytes >= 64; bytes += 64) {
        first = moved(first, over_512_bits, load(bytes));
        second = moved(second, over_512_bits, load(bytes + 16));
        third = moved(third, over_512_bits, load(bytes + 32));
        fourth = moved(fourth, over_512_bits, load(bytes + 48));
    }
    __m128i block = moved(moved(moved(first, over_128_bits, second), over_128_bits, third), over_128_bits, fourth);
    for (; end - bytes >= 16; bytes += 16) block = moved(block, over_128_bits, load(bytes));
    _mm_storeu_si128((__m128i *)folded, block);
}

#else

bool trailseal_crc32_can_fold(void) { return false; }

void trailseal_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t folded[16]) {
    (void)state, (void)bytes, (void)count, (void)folded;
}

#endif
