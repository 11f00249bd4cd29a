// A convolution's 5×5 kernels to spectra, and its gradient's spectra back.

/// The taps of a 5×5 kernel, `lanes` of them side by side.
struct Taps {
    Vector values[kernel_size * kernel_size];

    /// From kernels that lie `step` floats apart; zeros beyond `count` of them.
    INLINE void gather(const float *kernel, int64_t step, int64_t count) {
        alignas(sizeof(Vector)) float floats[kernel_size * kernel_size][lanes] = {};
        for (int64_t i = 0; i < std::min<int64_t>(count, lanes); ++i) {
            for (int64_t t = 0; t < kernel_size * kernel_size; ++t) floats[t][i] = kernel[i * step + t];
        }
        for (int64_t t = 0; t < kernel_size * kernel_size; ++t) values[t] = load(floats[t]);
    }

    INLINE void scatter(float *kernel, int64_t step, int64_t count) const {
        alignas(sizeof(Vector)) float floats[kernel_size * kernel_size][lanes];
        for (int64_t t = 0; t < kernel_size * kernel_size; ++t) store(floats[t], values[t]);
        for (int64_t i = 0; i < std::min<int64_t>(count, lanes); ++i) {
            for (int64_t t = 0; t < kernel_size * kernel_size; ++t) kernel[i * step + t] = floats[t][i];
        }
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

template <int N>
void pack_phase(const Taps &taps, PhaseTaps down, PhaseTaps across, bool backward, PackedColumns<N> target) {
    Rows<N> rows;
    for (int64_t y = 0; y < N; ++y) rows.clear(y);
    for (auto t = down.first; t < kernel_size; t += down.step) {
        Vector x[N] = {};
        for (auto u = across.first; u < kernel_size; u += across.step) {
            x[across.index(u, N, !backward)] = taps.values[t * kernel_size + u];
        }
        rows.set(down.index(t, N, !backward), x);
    }
    transform_columns<N>(rows, target);
}

template <int N>
void pack_kernel(const ConvolutionShape &shape, const float *kernel, bool backward, int64_t block,
                 const PackedKernel &packed) {
    const auto taps_count = kernel_size * kernel_size;
    const auto vector_channels = backward ? shape.input_channels : shape.output_channels;
    const auto depth_channels = backward ? shape.output_channels : shape.input_channels;
    const auto vector_step = backward ? taps_count : taps_count * shape.input_channels;
    const auto depth_step = backward ? taps_count * shape.input_channels : taps_count;
    const auto phase_channels = rounded_up(shape.input_channels, channel_block);
    const auto first = block * lanes;
    for (int64_t d = 0; d < rounded_up(depth_channels, channel_block); ++d) {
        Taps taps;
        const auto count = d < depth_channels ? vector_channels - first : 0;
        taps.gather(kernel + first * vector_step + d * depth_step, vector_step, count);
        for (int64_t phase = 0; phase < shape.stride * shape.stride; ++phase) {
            const auto column = first + (backward ? phase * phase_channels : 0);
            const auto depth = d + (backward ? 0 : phase * phase_channels);
            const auto row = column / tile_columns * packed.depth + depth / Number::per_word;
            float *target = packed.data + row * tile_columns + column % tile_columns;
            pack_phase<N>(taps, {shape, phase / shape.stride}, {shape, phase % shape.stride}, backward,
                          {target, packed.matrix_step, static_cast<int>(depth % Number::per_word)});
        }
    }
    finish_streams();
}

template <int N>
void restore_kernel(const ConvolutionShape &shape, const Spectrum &spectrum, int64_t channel, float *gradient) {
    const auto taps_count = kernel_size * kernel_size;
    const auto phase_channels = rounded_up(shape.input_channels, channel_block);
    for (int64_t c = 0; c < shape.input_channels; c += lanes) {
        Taps taps;
        for (int64_t phase = 0; phase < shape.stride * shape.stride; ++phase) {
            const PhaseTaps down(shape, phase / shape.stride);
            const PhaseTaps across(shape, phase % shape.stride);
            Rows<N> rows;
            restore_columns<N>(ResultRow<N>{{spectrum.place(channel, phase * phase_channels + c, 0)}}, rows);
            for (auto t = down.first; t < kernel_size; t += down.step) {
                Vector x[N];
                rows.get(down.index(t, N, false), x);
                for (auto u = across.first; u < kernel_size; u += across.step) {
                    taps.values[t * kernel_size + u] = x[across.index(u, N, false)];
                }
            }
        }
        taps.scatter(gradient + (channel * shape.input_channels + c) * taps_count, taps_count,
                     shape.input_channels - c);
    }
}
