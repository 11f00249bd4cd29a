// A convolution's 5×5 kernels to spectra, and its gradient's spectra back.

/// Exchanges the numbers of a whose places have the bit `step` set for those of b, `step` places before, that have not.
template <int step, int... places>
INLINE void exchange(Vector &a, Vector &b, std::integer_sequence<int, places...>) {
    const Vector first = __builtin_shufflevector(a, b, ((places & step) == 0 ? places : lanes + places - step)...);
    b = __builtin_shufflevector(a, b, ((places & step) == 0 ? places + step : lanes + places)...);
    a = first;
}

/// Transposes a matrix, by the quarters of ever smaller parts.
template <int step = lanes / 2> INLINE void transpose(Vector (&rows)[lanes]) {
    UNROLL for (int row = 0; row < lanes; ++row) {
        if ((row & step) == 0) exchange<step>(rows[row], rows[row + step], std::make_integer_sequence<int, lanes>());
    }
    if constexpr (step > 1) transpose<step / 2>(rows);
}

/// The taps of a 5×5 kernel, `lanes` of them side by side.
struct Taps {
    static constexpr int count = kernel_size * kernel_size;

    Vector values[count];

    /// Of `channels` kernels that lie `step` floats apart; zeros beyond them.
    INLINE void gather(const float *kernel, int64_t step, int64_t channels) {
        for_matrices([&](int first) INLINE_LAMBDA {
            Vector rows[lanes] = {};
            for (int64_t i = 0; i < std::min<int64_t>(channels, lanes); ++i) rows[i] = load(kernel + i * step + first);
            transpose(rows);
            UNROLL for (int t = 0; t < lanes; ++t) values[first + t] = rows[t];
        });
    }

    INLINE void scatter(float *kernel, int64_t step, int64_t channels) const {
        for_matrices([&](int first) INLINE_LAMBDA {
            Vector rows[lanes];
            UNROLL for (int t = 0; t < lanes; ++t) rows[t] = values[first + t];
            transpose(rows);
            for (int64_t i = 0; i < std::min<int64_t>(channels, lanes); ++i) store(kernel + i * step + first, rows[i]);
        });
    }

  private:
    /// Calls `body(first tap)` for matrices of `lanes` taps that cover all, the last of which begins earlier than it
    /// had to.
    template <typename Body> INLINE static void for_matrices(Body body) {
        UNROLL for (int first = 0; first < count; first += lanes) body(std::min(first, count - lanes));
    }
};

/// The taps along one dimension that meet one phase of the input: the output's place o and tap t meet the input's place
/// stride·o + t − padding, which is place o + offset of its phase.
struct PhaseTaps {
    int64_t first;
    int64_t step;
    int64_t first_offset;

    PhaseTaps(const ConvolutionShape &shape, int64_t phase) {
        step = shape.stride;
        first = (phase + shape.padding()) % step;
        first_offset = (first - shape.padding() - phase) / step;
    }

    /// The place of tap t in a transform of length N, or of its mirror image.
    INLINE int64_t index(int64_t t, int64_t length, bool mirrored) const {
        const auto offset = first_offset + (t - first) / step;
        return ((mirrored ? -offset : offset) + length) % length;
    }
};

/// Writes a kernel's components as the matrices of three real products, (a + b)·c, a·(d − c) and b·(c + d), of which
/// (a + ib)·(c + id) consists, divided by N², and what has a conjugate doubled: so `restore_columns` wants them.
template <int N> struct PackedColumns {
    float *words;
    int64_t matrix_step;
    /// Which of a word's numbers these are.
    int part;

    INLINE void put(int64_t matrix, Vector numbers) { Number::put_part(words + matrix * matrix_step, numbers, part); }
    INLINE void real(int component, Vector value) { put(component, value * (1.0F / (N * N))); }
    INLINE void complex(int component, Vector real, Vector imaginary) {
        real *= 2.0F / (N * N);
        imaginary *= 2.0F / (N * N);
        const auto matrix = real_components(N) + 3 * component;
        put(matrix, real);
        put(matrix + 1, imaginary - real);
        put(matrix + 2, real + imaginary);
    }
};

template <int N, int reach>
void pack_phase(const Taps &taps, PhaseTaps down, PhaseTaps across, bool backward, PackedColumns<N> target) {
    Rows<N, reach> rows;
    UNROLL for (int64_t y = 0; y < N; ++y) {
        if (is_within<N, reach>(y)) rows.clear(y);
    }
    for (auto t = down.first; t < kernel_size; t += down.step) {
        Vector x[N] = {};
        for (auto u = across.first; u < kernel_size; u += across.step) {
            x[across.index(u, N, !backward)] = taps.values[t * kernel_size + u];
        }
        rows.set(down.index(t, N, !backward), x);
    }
    transform_columns(rows, target);
}

template <int N, int reach>
void pack_phases(const ConvolutionShape &shape, const float *kernel, bool backward, int64_t panel, int64_t depth_block,
                 const PackedKernel &packed) {
    const auto vector_channels = backward ? shape.input_channels : shape.output_channels;
    const auto depth_channels = backward ? shape.output_channels : shape.input_channels;
    const auto vector_step = backward ? Taps::count : Taps::count * shape.input_channels;
    const auto depth_step = backward ? Taps::count * shape.input_channels : Taps::count;
    const auto phase_channels = rounded_up(shape.input_channels, channel_block);
    const auto last = std::min((panel + 1) * tile_columns, rounded_up(vector_channels, channel_block));
    for (auto d = depth_block * channel_block; d < (depth_block + 1) * channel_block; ++d) {
        for (auto first = panel * tile_columns; first < last; first += lanes) {
            Taps taps;
            const auto count = d < depth_channels ? vector_channels - first : 0;
            taps.gather(kernel + first * vector_step + d * depth_step, vector_step, count);
            for (int64_t phase = 0; phase < shape.stride * shape.stride; ++phase) {
                const auto column = first + (backward ? phase * phase_channels : 0);
                const auto depth = d + (backward ? 0 : phase * phase_channels);
                const auto row = column / tile_columns * packed.depth + depth / Number::per_word;
                float *target = packed.data + row * tile_columns + column % tile_columns;
                pack_phase<N, reach>(taps, {shape, phase / shape.stride}, {shape, phase % shape.stride}, backward,
                                     {target, packed.matrix_step, static_cast<int>(depth % Number::per_word)});
            }
        }
    }
    finish_streams();
}

/// A tap is at most 2 places away, or 1 of its phase.
template <int N>
void pack_kernel(const ConvolutionShape &shape, const float *kernel, bool backward, int64_t panel, int64_t depth_block,
                 const PackedKernel &packed) {
    const auto pack = shape.stride == 1 ? pack_phases<N, 2> : pack_phases<N, 1>;
    pack(shape, kernel, backward, panel, depth_block, packed);
}

template <int N, int reach>
void restore_phases(const ConvolutionShape &shape, const Spectrum &spectrum, int64_t channel, float *gradient) {
    const auto phase_channels = rounded_up(shape.input_channels, channel_block);
    for (int64_t c = 0; c < shape.input_channels; c += lanes) {
        Taps taps;
        for (int64_t phase = 0; phase < shape.stride * shape.stride; ++phase) {
            const PhaseTaps down(shape, phase / shape.stride);
            const PhaseTaps across(shape, phase % shape.stride);
            Rows<N, reach> rows;
            restore_columns(ResultRow<N>{{spectrum.place(channel, phase * phase_channels + c, 0)}}, rows);
            for (auto t = down.first; t < kernel_size; t += down.step) {
                Vector x[N];
                rows.get(down.index(t, N, false), x);
                for (auto u = across.first; u < kernel_size; u += across.step) {
                    taps.values[t * kernel_size + u] = x[across.index(u, N, false)];
                }
            }
        }
        taps.scatter(gradient + (channel * shape.input_channels + c) * Taps::count, Taps::count,
                     shape.input_channels - c);
    }
}

template <int N>
void restore_kernel(const ConvolutionShape &shape, const Spectrum &spectrum, int64_t channel, float *gradient) {
    const auto restore = shape.stride == 1 ? restore_phases<N, 2> : restore_phases<N, 1>;
    restore(shape, spectrum, channel, gradient);
}
