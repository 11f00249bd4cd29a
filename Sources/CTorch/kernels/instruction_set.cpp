#include "instruction_set.h"

#include <cstdlib>
#include <string_view>

namespace ctorch {

#if defined(__x86_64__)
namespace avx512 {
const InstructionSet &instruction_set();
}
namespace avx512_bfloat16 {
const InstructionSet &instruction_set();
}
namespace avx2 {
const InstructionSet &instruction_set();
}
#endif

namespace {

#if defined(__x86_64__)
bool has_avx512() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}
#endif

const InstructionSet *choose() {
    const char *wish = std::getenv("ATELIER_KERNELS");
    const std::string_view name = wish == nullptr ? "" : wish;
    if (name == "reference") return nullptr;
#if defined(__x86_64__)
    const bool has_fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (has_avx512() && has_fma && name != "avx2") return &avx512::instruction_set();
    if (has_fma) return &avx2::instruction_set();
#endif
    return nullptr;
}

const InstructionSet *choose_bfloat16() {
#if defined(__x86_64__)
    // The table itself is compiled for AVX-512: it can only be asked for where the processor has that.
    if (has_avx512() && __builtin_cpu_supports("avx512bf16") && instruction_set() == &avx512::instruction_set()) {
        return &avx512_bfloat16::instruction_set();
    }
#endif
    return nullptr;
}

} // namespace

const InstructionSet *bfloat16_instruction_set() {
    static const auto *const chosen = choose_bfloat16();
    return chosen;
}

const InstructionSet *instruction_set() {
    static const auto *const chosen = choose();
    return chosen;
}

} // namespace ctorch
