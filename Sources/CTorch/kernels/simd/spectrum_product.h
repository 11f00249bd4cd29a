// Products of spectra, component by component, complex ones by three real products instead of four.

/// Component by component: spectrum · packed kernel.
struct SpectrumProduct {
    int64_t component;
    const Spectrum *input;
    const PackedKernel *kernel;
    const Spectrum *output;

    template <int ROWS> static void run(int64_t row, const SpectrumProduct &p, int reals) {
        if (p.component < reals) {
            p.multiply_real<ROWS>(row);
        } else {
            p.multiply_complex<ROWS>(row, reals);
        }
    }

    template <int ROWS> INLINE void multiply_real(int64_t row) const {
        alignas(64) float a[tile_rows * block_step];
        const float *source = input->plane(component) + row * input->row_step;
        for (int64_t start = 0; start < kernel->depth; start += depth_step) {
            const auto depth = std::min(depth_step, kernel->depth - start);
            for (int r = 0; r < ROWS; ++r) {
                std::memcpy(a + r * block_step, source + r * input->row_step + start, depth * sizeof(float));
            }
            for (int64_t column = 0; column < kernel->columns; column += tile_columns) {
                const float *b = kernel->data + component * kernel->matrix_step + column * kernel->depth +
                                 start * tile_columns;
                Vector sums[ROWS][2];
                product<ROWS, block_step>(a, 1, b, tile_columns, depth, sums);
                put<ROWS>(sums, output->plane(component) + row * output->row_step + column, output->row_step,
                          start > 0);
            }
        }
    }

    template <int ROWS> INLINE void multiply_complex(int64_t row, int reals) const {
        alignas(64) float real[tile_rows * block_step];
        alignas(64) float imaginary[tile_rows * block_step];
        alignas(64) float sum[tile_rows * block_step];
        const auto plane = reals + 2 * (component - reals);
        const auto offset = row * input->row_step;
        for (int64_t start = 0; start < kernel->depth; start += depth_step) {
            const auto depth = std::min(depth_step, kernel->depth - start);
            for (int r = 0; r < ROWS; ++r) {
                for (int64_t k = 0; k < depth; k += lanes) {
                    const Vector a = load(input->plane(plane) + offset + r * input->row_step + start + k);
                    const Vector b = load(input->plane(plane + 1) + offset + r * input->row_step + start + k);
                    store(real + r * block_step + k, a);
                    store(imaginary + r * block_step + k, b);
                    store(sum + r * block_step + k, a + b);
                }
            }
            for (int64_t column = 0; column < kernel->columns; column += tile_columns) {
                const float *b = kernel->data + (reals + 3 * (component - reals)) * kernel->matrix_step +
                                 column * kernel->depth + start * tile_columns;
                float *target = output->plane(plane) + row * output->row_step + column;
                Vector first[ROWS][2];
                Vector sums[ROWS][2];
                product<ROWS, block_step>(sum, 1, b, tile_columns, depth, first);
                product<ROWS, block_step>(real, 1, b + kernel->matrix_step, tile_columns, depth, sums);
                combine<ROWS>(sums, first, 1);
                put<ROWS>(sums, target + output->plane_step, output->row_step, start > 0);
                product<ROWS, block_step>(imaginary, 1, b + 2 * kernel->matrix_step, tile_columns, depth, sums);
                combine<ROWS>(sums, first, -1);
                put<ROWS>(sums, target, output->row_step, start > 0);
            }
        }
    }
};

inline void multiply(int length, int64_t component, const Spectrum &input, const PackedKernel &kernel, int64_t begin,
                     int64_t end, const Spectrum &output) {
    const SpectrumProduct p{component, &input, &kernel, &output};
    run_blocks<SpectrumProduct>(begin, end - begin, p, static_cast<int>(real_components(length)));
}

/// Component by component: (conjugate of the output's spectrum, transposed) · input's spectrum, summed over rows. With
/// a − ib of the one and c + id of the other, the real part is (a − b)·c + b·(c + d), the imaginary one
/// (a − b)·c + a·(d − c).
struct TransposedProduct {
    const Spectrum *kernel;
    int64_t plane;
    bool is_complex;
    bool adds;
    int64_t depth;
    int64_t column;
    const float *real;
    const float *imaginary;
    int64_t step;
    const float *difference;
    int64_t difference_step;
    /// c, d − c, c + d.
    const float (*b)[depth_step * tile_columns];

    template <int ROWS> static void run(int64_t row, const TransposedProduct &p) {
        float *target = p.kernel->plane(p.plane) + row * p.kernel->row_step + p.column;
        Vector sums[ROWS][2];
        if (!p.is_complex) {
            product<ROWS, 1>(p.real + row, p.step, p.b[0], tile_columns, p.depth, sums);
            return put<ROWS>(sums, target, p.kernel->row_step, p.adds);
        }
        Vector first[ROWS][2];
        product<ROWS, 1>(p.difference + row, p.difference_step, p.b[0], tile_columns, p.depth, first);
        product<ROWS, 1>(p.real + row, p.step, p.b[1], tile_columns, p.depth, sums);
        combine<ROWS>(sums, first, 1);
        put<ROWS>(sums, target + p.kernel->plane_step, p.kernel->row_step, p.adds);
        product<ROWS, 1>(p.imaginary + row, p.step, p.b[2], tile_columns, p.depth, sums);
        combine<ROWS>(sums, first, 1);
        put<ROWS>(sums, target, p.kernel->row_step, p.adds);
    }
};

/// Packs tile_columns of `depth` rows of c and d, scaled, as c, d − c and c + d.
INLINE void pack_columns(const float *real, const float *imaginary, int64_t step, int64_t depth, float scale,
                         float (*b)[depth_step * tile_columns]) {
    for (int64_t k = 0; k < depth; ++k) {
        UNROLL for (int half = 0; half < 2; ++half) {
            const auto place = k * tile_columns + half * lanes;
            const Vector c = scale * load(real + k * step + half * lanes);
            const Vector d = scale * load(imaginary + k * step + half * lanes);
            store(b[0] + place, c);
            store(b[1] + place, d - c);
            store(b[2] + place, c + d);
        }
    }
}

inline void multiply_transposed(int length, int64_t component, const Spectrum &output, const Spectrum &input,
                                bool adds, const Spectrum &kernel) {
    alignas(64) float b[3][depth_step * tile_columns];
    const auto reals = real_components(length);
    TransposedProduct p{};
    p.kernel = &kernel;
    p.is_complex = component >= reals;
    p.plane = p.is_complex ? reals + 2 * (component - reals) : component;
    p.b = b;
    p.step = output.row_step;
    p.difference_step = output.channels + channel_block;
    float *differences = scratch<0>(p.difference_step * depth_step);
    p.difference = differences;
    const auto imaginary_plane = p.is_complex ? p.plane + 1 : p.plane;
    const auto scale = (p.is_complex ? 2.0F : 1.0F) / static_cast<float>(length * length);
    for (int64_t start = 0; start < output.rows; start += depth_step) {
        p.depth = std::min(depth_step, output.rows - start);
        p.adds = adds || start > 0;
        p.real = output.plane(p.plane) + start * output.row_step;
        p.imaginary = output.plane(imaginary_plane) + start * output.row_step;
        if (p.is_complex) {
            for (int64_t k = 0; k < p.depth; ++k) {
                for (int64_t c = 0; c < output.channels; c += lanes) {
                    const auto place = k * p.step + c;
                    store(differences + k * p.difference_step + c, load(p.real + place) - load(p.imaginary + place));
                }
            }
        }
        for (p.column = 0; p.column < input.row_step; p.column += tile_columns) {
            const auto place = start * input.row_step + p.column;
            pack_columns(input.plane(p.plane) + place, input.plane(imaginary_plane) + place, input.row_step, p.depth,
                         scale, b);
            run_blocks<TransposedProduct>(0, kernel.rows, p);
        }
    }
}
