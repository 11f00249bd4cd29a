// Products of spectra, component by component, complex ones by three real products instead of four.

/// 32-bit words of a line of the cache.
constexpr int64_t line_words = 16;

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
                product<ROWS, block_step, Number>(a, 1, b, tile_columns, depth, sums);
                put<ROWS>(sums, output->plane(component) + row * output->row_step + column, output->row_step,
                          start > 0);
            }
        }
    }

    /// Fetches the share that belongs to these columns of what the next block of rows begins with.
    template <int ROWS>
    INLINE void prefetch_rows(int64_t row, int64_t plane, int64_t start, int64_t depth, int64_t column) const {
        const auto panels = kernel->columns / tile_columns;
        for (auto r = column / tile_columns; r < ROWS; r += panels) {
            const float *real = input->plane(plane) + (row + r) * input->row_step + start;
            for (int64_t k = 0; k < depth; k += line_words) {
                prefetch(real + k);
                prefetch(real + input->plane_step + k);
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
                    store(sum + r * block_step + k, Number::sum(a, b));
                }
            }
            for (int64_t column = 0; column < kernel->columns; column += tile_columns) {
                const float *b = kernel->data + (reals + 3 * (component - reals)) * kernel->matrix_step +
                                 column * kernel->depth + start * tile_columns;
                float *target = output->plane(plane) + row * output->row_step + column;
                prefetch_rows<ROWS>(row + ROWS, plane, start, depth, column);
                Vector first[ROWS][2];
                Vector sums[ROWS][2];
                product<ROWS, block_step, Number>(sum, 1, b, tile_columns, depth, first);
                product<ROWS, block_step, Number>(real, 1, b + kernel->matrix_step, tile_columns, depth, sums);
                combine<ROWS>(sums, first, 1);
                put<ROWS>(sums, target + output->plane_step, output->row_step, start > 0);
                product<ROWS, block_step, Number>(imaginary, 1, b + 2 * kernel->matrix_step, tile_columns, depth, sums);
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
    /// Words of rows.
    int64_t depth;
    int64_t column;
    /// a − b, a and b, or the one real number, [depth] rows of `a_step` words.
    const float *a[3];
    int64_t a_step;
    /// c, d − c and c + d.
    const float (*b)[depth_step * tile_columns];

    template <int ROWS> INLINE void multiply(int64_t row, int factor, Vector (&sums)[ROWS][2]) const {
        product<ROWS, 1, Number>(a[factor] + row, a_step, b[factor], tile_columns, depth, sums);
    }

    template <int ROWS> static void run(int64_t row, const TransposedProduct &p) {
        float *target = p.kernel->plane(p.plane) + row * p.kernel->row_step + p.column;
        Vector first[ROWS][2];
        p.multiply<ROWS>(row, 0, first);
        if (!p.is_complex) return put<ROWS>(first, target, p.kernel->row_step, p.adds);
        Vector sums[ROWS][2];
        p.multiply<ROWS>(row, 1, sums);
        combine<ROWS>(sums, first, 1);
        put<ROWS>(sums, target + p.kernel->plane_step, p.kernel->row_step, p.adds);
        p.multiply<ROWS>(row, 2, sums);
        combine<ROWS>(sums, first, 1);
        put<ROWS>(sums, target, p.kernel->row_step, p.adds);
    }
};

/// The rows of one component that a product sums over at a time.
struct ComponentRows {
    const float *real;
    const float *imaginary;
    int64_t step;
    int64_t count;

    ComponentRows(const Spectrum &spectrum, int64_t plane, bool is_complex, int64_t start) {
        real = spectrum.plane(plane) + start * spectrum.row_step;
        imaginary = is_complex ? real + spectrum.plane_step : real;
        step = spectrum.row_step;
        count = std::min(depth_step * Number::per_word, spectrum.rows - start);
    }

    int64_t words() const { return (count + Number::per_word - 1) / Number::per_word; }

    /// Words whose numbers come from successive rows: `lanes` channels from c on, of the `word`-th rows, given to
    /// `body(real, imaginary)` as numbers and taken back as those of three matrices.
    template <typename Body> INLINE void combined(int64_t word, int64_t c, float *(&targets)[3], Body body) const {
        Vector parts[3][Number::per_word] = {};
        UNROLL for (int part = 0; part < Number::per_word; ++part) {
            const auto row = word * Number::per_word + part;
            if (row >= count) continue;
            const auto place = row * step + c / Number::per_word;
            Vector values[3];
            body(Number::load_channels(real + place), Number::load_channels(imaginary + place), values);
            UNROLL for (int i = 0; i < 3; ++i) parts[i][part] = values[i];
        }
        UNROLL for (int i = 0; i < 3; ++i) store(targets[i], Number::words(parts[i]));
    }
};

inline void multiply_transposed(int length, int64_t component, const Spectrum &output, const Spectrum &input,
                                bool adds, const Spectrum &kernel) {
    alignas(64) float b[3][depth_step * tile_columns];
    const auto reals = real_components(length);
    TransposedProduct p{};
    p.kernel = &kernel;
    p.is_complex = component >= reals;
    p.plane = p.is_complex ? reals + 2 * (component - reals) : component;
    p.b = b;
    p.a_step = output.channels + channel_block;
    float *a = scratch<0>(3 * p.a_step * depth_step);
    const float scale = (p.is_complex ? 2.0F : 1.0F) / static_cast<float>(length * length);
    for (int64_t start = 0; start < output.rows; start += depth_step * Number::per_word) {
        const ComponentRows outputs(output, p.plane, p.is_complex, start);
        const ComponentRows inputs(input, p.plane, p.is_complex, start);
        p.depth = outputs.words();
        p.adds = adds || start > 0;
        for (int i = 0; i < 3; ++i) p.a[i] = a + (p.is_complex ? i : 1) * p.a_step * depth_step;
        for (int64_t k = 0; k < p.depth; ++k) {
            for (int64_t c = 0; c < output.channels; c += lanes) {
                float *place = a + k * p.a_step + c;
                float *targets[3] = {place, place + p.a_step * depth_step, place + 2 * p.a_step * depth_step};
                outputs.combined(k, c, targets, [](Vector real, Vector imaginary, Vector(&values)[3]) INLINE_LAMBDA {
                    values[0] = real - imaginary;
                    values[1] = real;
                    values[2] = imaginary;
                });
            }
        }
        for (p.column = 0; p.column < kernel.row_step; p.column += tile_columns) {
            for (int64_t k = 0; k < p.depth; ++k) {
                UNROLL for (int half = 0; half < 2; ++half) {
                    const auto place = k * tile_columns + half * lanes;
                    float *targets[3] = {b[0] + place, b[1] + place, b[2] + place};
                    inputs.combined(k, p.column + half * lanes, targets,
                                    [=](Vector real, Vector imaginary, Vector(&values)[3]) INLINE_LAMBDA {
                                        const Vector c = scale * real;
                                        const Vector d = scale * imaginary;
                                        values[0] = c;
                                        values[1] = d - c;
                                        values[2] = c + d;
                                    });
                }
            }
            run_blocks<TransposedProduct>(0, kernel.rows, p);
        }
    }
}
