// The random numbers of dropout, a group of 32 at a time, and LeakyReLU with dropout.

/// 64-bit lanes, of which products take the lower halves.
typedef uint64_t Wide __attribute__((ext_vector_type(lanes / 2)));
typedef uint32_t Bits __attribute__((ext_vector_type(lanes)));

/// A group's numbers in the order of its elements.
struct DropoutGroup {
    static constexpr int vectors = static_cast<int>(dropout_group) / lanes;
    Bits numbers[vectors];

    INLINE DropoutGroup(int64_t group, uint64_t key) {
        // A vector of 64-bit lanes has as many blocks; AVX2 takes the 8 of a group in two turns.
        constexpr int turns = 16 / lanes;
        UNROLL for (int turn = 0; turn < turns; ++turn) {
            Wide x0;
            UNROLL for (int i = 0; i < lanes / 2; ++i) x0[i] = 8 * group + turn * (lanes / 2) + i;
            // Only the lower 32 bits of each lane count, and the products need no more.
            constexpr uint64_t low = 0xFFFF'FFFFU;
            Wide x1 = x0 >> 32;
            Wide x2 = 0;
            Wide x3 = 0;
            auto key0 = static_cast<uint32_t>(key);
            auto key1 = static_cast<uint32_t>(key >> 32);
            UNROLL for (int round = 0; round < philox_rounds; ++round) {
                const Wide product0 = (x0 & low) * Wide(0xD251'1F53U);
                const Wide product1 = (x2 & low) * Wide(0xCD9E'8D57U);
                x0 = (product1 >> 32) ^ x1 ^ Wide(key0);
                x1 = product1;
                x2 = (product0 >> 32) ^ x3 ^ Wide(key1);
                x3 = product0;
                key0 += 0x9E37'79B9U;
                key1 += 0xBB67'AE85U;
            }
            const Wide first = (x0 & low) | (x1 << 32);
            const Wide second = (x2 & low) | (x3 << 32);
            numbers[turn] = __builtin_bit_cast(Bits, first);
            numbers[turns + turn] = __builtin_bit_cast(Bits, second);
        }
    }
};

/// Calls `body(place, count, numbers)` for each vector of `count` elements from a group on.
template <typename Body> INLINE void for_dropout_vectors(uint64_t key, int64_t group, int64_t count, Body body) {
    for (int64_t start = 0; start < count; start += dropout_group, ++group) {
        const DropoutGroup drawn(group, key);
        for (int v = 0; v < DropoutGroup::vectors; ++v) {
            const auto place = start + v * lanes;
            if (place < count) body(place, count - place, drawn.numbers[v]);
        }
    }
}

inline void dropout_mask(const Dropout &dropout, int64_t group, float *mask, int64_t count) {
    for_dropout_vectors(dropout.key, group, count, [=](int64_t place, int64_t rest, Bits numbers) INLINE_LAMBDA {
        store(mask + place, numbers < dropout.limit ? Vector(dropout.scale) : Vector(0), rest);
    });
}

/// y tells all that the gradient needs: where x was not positive and is kept, y has its sign bit set, be it −0; where x
/// is dropped, y is +0.
inline void leaky_relu_dropout(const Dropout &dropout, int64_t group, float slope, const float *x, float *y,
                               int64_t count) {
    const float low = slope * dropout.scale;
    for_dropout_vectors(dropout.key, group, count, [=](int64_t place, int64_t rest, Bits numbers) INLINE_LAMBDA {
        const Vector value = load(x + place, rest);
        const Vector negative = -__builtin_elementwise_abs(value) * low;
        const Vector kept = value > 0 ? value * dropout.scale : negative;
        stream(y + place, numbers < dropout.limit ? kept : Vector(0), rest);
    });
    finish_streams();
}

/// The gradient of x from that of y.
inline void leaky_relu_dropout_backward(float scale, float slope, const float *y, const float *gradient, float *result,
                                        int64_t count) {
    for (int64_t i = 0; i < count; i += lanes) {
        const Vector value = load_ahead(y + i, count - i);
        const Vector positive = value > 0 ? Vector(scale) : Vector(0);
        const Vector factor = __builtin_bit_cast(Integers, value) < 0 ? Vector(scale * slope) : positive;
        store(result + i, load_ahead(gradient + i, count - i) * factor, count - i);
    }
}
