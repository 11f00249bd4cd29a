// Products of float32 numbers.

/// What products of spectra are made of. Spectra and packed kernels consist of words of 32 bits, and a product of two
/// words is a sum of as many products as numbers are in a word.
struct Float32 {
    static constexpr int per_word = 1;

    /// sums + a·b, word by word.
    INLINE static Vector multiply_add(Vector sums, Vector a, Vector b) { return sums + a * b; }

    /// One word of each column, from the numbers of its parts.
    INLINE static Vector words(const Vector (&parts)[per_word]) { return parts[0]; }

    /// a + b, number by number.
    INLINE static Vector sum(Vector a, Vector b) { return a + b; }

    /// Channels that lie in a row of words.
    INLINE static Vector load_channels(const float *row) { return load(row); }
    INLINE static void stream_channels(float *row, Vector channels) { stream(row, channels); }

    /// Takes a number into the part `part` of one word of each column; parts come in order.
    INLINE static void put_part(float *words, Vector numbers, int part) { stream(words, numbers); }
};
