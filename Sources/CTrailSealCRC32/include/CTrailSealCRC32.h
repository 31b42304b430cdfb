// Folding for CRC-32 (RFC 1952, section 8) with the processor's carry-less multiplication, which zlib doesn't use.
#ifndef CTRAILSEALCRC32_H
#define CTRAILSEALCRC32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether this processor can fold.
bool trailseal_crc32_can_fold(void);

/// Replaces bytes by 16 bytes that have the same CRC-32, if the register is zero at their start.
///
/// `state` is the register before the bytes, without the inversion of its value. `count` is a multiple of 16, and at least 64.
/// May only be called if `trailseal_crc32_can_fold` says so.
void trailseal_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t folded[16]);

#endif
