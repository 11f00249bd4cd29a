#if defined(__x86_64__)

#include "instruction_set.h"

#include <algorithm>
#include <cstring>
#include <vector>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

namespace ctorch::avx2 {

constexpr int lanes = 8;
/// Rows of a tile of a product: with two vectors a row, they fill the registers.
constexpr int tile_rows = 6;

#include "simd/all.h"

const InstructionSet &instruction_set() {
    static const InstructionSet set = make_instruction_set();
    return set;
}

} // namespace ctorch::avx2

#pragma clang attribute pop

#endif
