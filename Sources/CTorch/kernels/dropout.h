#pragma once

#include <cstdint>

namespace ctorch {

/// Which elements of a tensor dropout keeps, and what it multiplies them by: element i is kept where the i-th number of
/// a stream of random 32-bit numbers is below `limit`.
///
/// The stream is Philox4x32-7 with this key (Salmon et al., 2011, "Parallel Random Numbers: As Easy as 1, 2, 3",
/// https://doi.org/10.1145/2063384.2063405; 7 rounds are enough for all of TestU01's tests): block b of 4 numbers comes
/// from the counter b alone, so that any thread can begin anywhere. 8 blocks make 32 numbers: first the numbers 0 and 1
/// of each block, then the numbers 2 and 3.
struct Dropout {
    uint64_t key;
    uint32_t limit;
    float scale;

    Dropout(double rate, uint64_t key);
};

constexpr int philox_rounds = 7;

/// Numbers that are drawn together.
constexpr int64_t dropout_group = 32;

/// `count` elements of a mask from a group on: `scale` where an element is kept, otherwise 0. One number after another,
/// for processors that our kernels do not know.
void fill_dropout_mask(const Dropout &dropout, int64_t group, float *mask, int64_t count);

} // namespace ctorch
