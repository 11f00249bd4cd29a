// Products of bfloat16 numbers, two of them at once, with sums in float32. Rounding is to the nearest, ties to even.

/// As Float32, with two numbers in a word, the first in its lower half.
struct BFloat16 {
    static constexpr int per_word = 2;

    INLINE static Vector multiply_add(Vector sums, Vector a, Vector b) {
        return __builtin_bit_cast(Vector, _mm512_dpbf16_ps(__builtin_bit_cast(__m512, sums),
                                                           __builtin_bit_cast(__m512bh, a),
                                                           __builtin_bit_cast(__m512bh, b)));
    }

    INLINE static Vector words(const Vector (&parts)[per_word]) {
        return __builtin_bit_cast(Vector, bits(parts[0]) | bits(parts[1]) << 16);
    }

    INLINE static Vector sum(Vector a, Vector b) {
        return words({first(a) + first(b), second(a) + second(b)});
    }

    INLINE static Vector load_channels(const float *row) {
        Halves halves;
        std::memcpy(&halves, row, sizeof halves);
        return __builtin_bit_cast(Vector, __builtin_convertvector(halves, Bits) << 16);
    }

    /// Half a line, which is better not streamed.
    INLINE static void stream_channels(float *row, Vector channels) {
        const Halves halves = rounded(channels);
        std::memcpy(row, &halves, sizeof halves);
    }

    INLINE static void put_part(float *words, Vector numbers, int part) {
        const Bits before = part == 0 ? Bits(0) : __builtin_bit_cast(Bits, load(words));
        store(words, __builtin_bit_cast(Vector, before | bits(numbers) << (16 * part)));
    }

  private:
    typedef uint32_t Bits __attribute__((ext_vector_type(lanes)));
    typedef uint16_t Halves __attribute__((ext_vector_type(lanes)));

    INLINE static Halves rounded(Vector numbers) {
        return __builtin_bit_cast(Halves, _mm512_cvtneps_pbh(__builtin_bit_cast(__m512, numbers)));
    }
    INLINE static Bits bits(Vector numbers) { return __builtin_convertvector(rounded(numbers), Bits); }
    INLINE static Vector first(Vector words) {
        return __builtin_bit_cast(Vector, __builtin_bit_cast(Bits, words) << 16);
    }
    INLINE static Vector second(Vector words) {
        return __builtin_bit_cast(Vector, __builtin_bit_cast(Bits, words) & 0xFFFF'0000U);
    }
};
