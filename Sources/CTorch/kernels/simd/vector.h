// No include guard: each file of this folder is compiled once for every instruction set, inside its namespace, where
// `lanes` and `tile_rows` are defined.

#define INLINE inline __attribute__((always_inline))
#define INLINE_LAMBDA __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

/// Floats of one vector register.
typedef float Vector __attribute__((ext_vector_type(lanes)));
typedef int32_t Integers __attribute__((ext_vector_type(lanes)));
typedef float UnalignedVector __attribute__((ext_vector_type(lanes), aligned(4)));

INLINE Vector load(const float *source) { return *reinterpret_cast<const UnalignedVector *>(source); }
INLINE void store(float *target, Vector value) { *reinterpret_cast<UnalignedVector *>(target) = value; }

/// Stores past the caches to an aligned place: for what fills whole lines of them and is read much later. Other threads
/// may read it after `finish_streams`.
INLINE void stream(float *target, Vector value) {
    __builtin_nontemporal_store(value, reinterpret_cast<Vector *>(target));
}

INLINE void finish_streams() { __builtin_ia32_sfence(); }

/// Begins to fetch the line at `place` from memory, which need not exist.
INLINE void prefetch(const float *place) { __builtin_prefetch(place, 0, 3); }
/// The same for what is needed much later: not to the nearest cache.
INLINE void prefetch_for_later(const float *place) { __builtin_prefetch(place, 0, 2); }
INLINE void prefetch_for_write(float *place) { __builtin_prefetch(place, 1, 3); }

/// The first `count` floats, zeros after them.
INLINE Vector load(const float *source, int64_t count) {
    if (count >= lanes) return load(source);
    alignas(sizeof(Vector)) float floats[lanes] = {};
    for (int64_t i = 0; i < count; ++i) floats[i] = source[i];
    return load(floats);
}

INLINE void store(float *target, Vector value, int64_t count) {
    if (count >= lanes) return store(target, value);
    alignas(sizeof(Vector)) float floats[lanes];
    store(floats, value);
    for (int64_t i = 0; i < count; ++i) target[i] = floats[i];
}

/// Streams whole vectors that have such a place, and stores others.
INLINE void stream(float *target, Vector value, int64_t count) {
    if (count < lanes || reinterpret_cast<uintptr_t>(target) % sizeof(Vector) != 0) return store(target, value, count);
    stream(target, value);
}

/// The first `count` floats of what is read from end to end, of which some lines are fetched ahead, or `step` floats.
INLINE Vector load_ahead(const float *source, int64_t count, int64_t step = 512) {
    prefetch(source + step);
    return load(source, count);
}

/// The thread's own floats, kept from call to call; `purpose` tells apart what is needed at once.
template <int purpose> float *scratch(int64_t count) {
    static thread_local std::vector<Vector> vectors;
    if (static_cast<int64_t>(vectors.size()) * lanes < count) vectors.resize((count + lanes - 1) / lanes);
    return reinterpret_cast<float *>(vectors.data());
}
