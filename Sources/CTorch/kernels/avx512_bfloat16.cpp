#if defined(__x86_64__)

#include "instruction_set.h"

#include <algorithm>
#include <cstring>
#include <immintrin.h>
#include <vector>

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512bf16,fma"))),           \
                             apply_to = function)

namespace ctorch {

namespace avx512 {
const InstructionSet &instruction_set();
}

/// AVX-512's kernels, with products of spectra in bfloat16.
namespace avx512_bfloat16 {

constexpr int lanes = 16;
constexpr int tile_rows = 14;

#include "simd/vector.h"

#include "simd/float32.h"

#include "simd/bfloat16.h"

using Number = BFloat16;

#include "simd/spectral.h"

const InstructionSet &instruction_set() {
    static const InstructionSet set = with_spectral_kernels(avx512::instruction_set());
    return set;
}

} // namespace avx512_bfloat16

} // namespace ctorch

#pragma clang attribute pop

#endif
