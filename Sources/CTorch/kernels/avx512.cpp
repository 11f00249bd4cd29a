#if defined(__x86_64__)

#include "instruction_set.h"

#include <algorithm>
#include <cstring>
#include <vector>

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,fma"))), apply_to = function)

namespace ctorch::avx512 {

constexpr int lanes = 16;
/// Rows of a tile of a product: with two vectors a row, they fill the registers.
constexpr int tile_rows = 14;

#include "simd/all.h"

const InstructionSet &instruction_set() {
    static const InstructionSet set = make_instruction_set();
    return set;
}

} // namespace ctorch::avx512

#pragma clang attribute pop

#endif
