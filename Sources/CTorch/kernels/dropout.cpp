#include "dropout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ctorch {
namespace {

std::array<uint32_t, 4> philox(uint64_t block, uint64_t key) {
    std::array<uint32_t, 4> x = {static_cast<uint32_t>(block), static_cast<uint32_t>(block >> 32), 0, 0};
    auto key0 = static_cast<uint32_t>(key);
    auto key1 = static_cast<uint32_t>(key >> 32);
    for (int round = 0; round < philox_rounds; ++round) {
        const auto product0 = uint64_t{x[0]} * 0xD251'1F53U;
        const auto product1 = uint64_t{x[2]} * 0xCD9E'8D57U;
        x = {static_cast<uint32_t>(product1 >> 32) ^ x[1] ^ key0, static_cast<uint32_t>(product1),
             static_cast<uint32_t>(product0 >> 32) ^ x[3] ^ key1, static_cast<uint32_t>(product0)};
        key0 += 0x9E37'79B9U;
        key1 += 0xBB67'AE85U;
    }
    return x;
}

} // namespace

Dropout::Dropout(double rate, uint64_t key)
    : key(key), limit(static_cast<uint32_t>(std::min(std::round(std::ldexp(1 - rate, 32)), 4'294'967'295.0))),
      scale(static_cast<float>(1 / (1 - rate))) {}

void fill_dropout_mask(const Dropout &dropout, int64_t group, float *mask, int64_t count) {
    for (int64_t start = 0; start < count; start += dropout_group, ++group) {
        for (int64_t block = 0; block < 8; ++block) {
            const auto numbers = philox(8 * group + block, dropout.key);
            for (int64_t i = 0; i < 4; ++i) {
                const auto place = start + i / 2 * 16 + 2 * block + i % 2;
                if (place < count) mask[place] = numbers[i] < dropout.limit ? dropout.scale : 0;
            }
        }
    }
}

} // namespace ctorch
