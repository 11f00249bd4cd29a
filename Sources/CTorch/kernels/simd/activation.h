// What an activation without dropout leaves of each element, and sums.

/// x where `gate` is positive, otherwise slope·x.
inline void leaky_relu(float slope, const float *gate, const float *x, float *result, int64_t count) {
    for (int64_t i = 0; i < count; i += lanes) {
        const Vector value = load_ahead(x + i, count - i);
        store(result + i, load_ahead(gate + i, count - i) > 0 ? value : value * slope, count - i);
    }
}

inline void add(const float *a, const float *b, float *sum, int64_t count) {
    for (int64_t i = 0; i < count; i += lanes) {
        store(sum + i, load_ahead(a + i, count - i) + load_ahead(b + i, count - i), count - i);
    }
}
