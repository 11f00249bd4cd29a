// Products of spectra, component by component, complex ones by three real products instead of four.

/// Stores a tile of a number's matrix, or adds it where the sum comes in parts.
template <int ROWS>
INLINE void put_rows(const Vector (&sums)[ROWS][2], const Spectrum &spectrum, int64_t row, int64_t column,
                     int64_t number, bool adds) {
    UNROLL for (int r = 0; r < ROWS; ++r) {
        UNROLL for (int half = 0; half < 2; ++half) {
            float *place = spectrum.place(row + r, column + half * lanes, number);
            store(place, adds ? load(place) + sums[r][half] : sums[r][half]);
        }
    }
}

/// Calls `body(i)` for the part of 0 ..< count that falls to steps begin ..< end of `total`.
template <typename Body> INLINE void for_share(int64_t count, int64_t begin, int64_t end, int64_t total, Body body) {
    const auto last = std::min(count, count * end / total);
    for (auto i = count * begin / total; i < last; ++i) body(i);
}

/// Begins to fetch a line of both numbers of a complex component.
INLINE void prefetch_numbers(const float *place) {
    prefetch(place);
    prefetch(place + line_words);
}

/// Begins to fetch where a row of a tile of a complex component's matrices will be stored.
INLINE void prefetch_places(const Spectrum &spectrum, int64_t row, int64_t column, int64_t number) {
    UNROLL for (int64_t word = 0; word < tile_columns; word += line_words) {
        float *place = spectrum.place(row, column + word, number);
        prefetch_for_write(place);
        prefetch_for_write(place + line_words);
    }
}

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
        alignas(64) float a[tile_rows * copied_step];
        for (int64_t start = 0; start < kernel->depth; start += depth_step) {
            const auto depth = std::min(depth_step, kernel->depth - start);
            for (int r = 0; r < ROWS; ++r) {
                for (int64_t k = 0; k < depth; k += lanes) {
                    store(a + r * copied_step + k, load(input->place(row + r, start + k, component)));
                }
            }
            for (int64_t column = 0; column < kernel->columns; column += tile_columns) {
                const float *b = kernel->data + component * kernel->matrix_step + column * kernel->depth +
                                 start * tile_columns;
                Vector sums[ROWS][2];
                product<ROWS, copied_step, Number>(a, 1, b, tile_columns, depth, sums);
                put_rows(sums, *output, row, column, component, start > 0);
            }
        }
    }

    template <int ROWS> INLINE void multiply_complex(int64_t row, int reals) const {
        alignas(64) float real[tile_rows * copied_step];
        alignas(64) float imaginary[tile_rows * copied_step];
        alignas(64) float sum[tile_rows * copied_step];
        const auto number = reals + 2 * (component - reals);
        for (int64_t start = 0; start < kernel->depth; start += depth_step) {
            const auto depth = std::min(depth_step, kernel->depth - start);
            for (int r = 0; r < ROWS; ++r) {
                for (int64_t k = 0; k < depth; k += lanes) {
                    const float *place = input->place(row + r, start + k, number);
                    const Vector a = load(place);
                    const Vector b = load(place + line_words);
                    store(real + r * copied_step + k, a);
                    store(imaginary + r * copied_step + k, b);
                    store(sum + r * copied_step + k, Number::sum(a, b));
                }
            }
            for (int64_t column = 0; column < kernel->columns; column += tile_columns) {
                const float *b = kernel->data + (reals + 3 * (component - reals)) * kernel->matrix_step +
                                 column * kernel->depth + start * tile_columns;
                const auto products = 3 * kernel->columns / tile_columns;
                // Meanwhile, each of the products brings its share of the next block's rows.
                const auto fetch_rows = [=, this](int64_t index, int64_t k) INLINE_LAMBDA {
                    for_share(ROWS, index, index + 1, products, [=, this](int64_t r) INLINE_LAMBDA {
                        prefetch_numbers(input->place(row + ROWS + r, start + k, number));
                    });
                };
                const auto index = 3 * column / tile_columns;
                Vector first[ROWS][2];
                Vector sums[ROWS][2];
                const auto fetch_first = [=, this](int64_t k) INLINE_LAMBDA {
                    fetch_rows(index, k);
                    for_share(ROWS, k, k + line_words, depth, [=, this](int64_t r) INLINE_LAMBDA {
                        prefetch_places(*output, row + r, column, number);
                    });
                };
                product<ROWS, copied_step, Number>(sum, 1, b, tile_columns, depth, first, fetch_first);
                product<ROWS, copied_step, Number>(real, 1, b + kernel->matrix_step, tile_columns, depth, sums,
                                                   [=](int64_t k) INLINE_LAMBDA { fetch_rows(index + 1, k); });
                combine<ROWS>(sums, first, 1);
                put_rows(sums, *output, row, column, number + 1, start > 0);
                product<ROWS, copied_step, Number>(imaginary, 1, b + 2 * kernel->matrix_step, tile_columns, depth, sums,
                                                   [=](int64_t k) INLINE_LAMBDA { fetch_rows(index + 2, k); });
                combine<ROWS>(sums, first, -1);
                put_rows(sums, *output, row, column, number, start > 0);
            }
        }
    }
};

inline void multiply(int length, int64_t component, const Spectrum &input, const PackedKernel &kernel, int64_t begin,
                     int64_t end, const Spectrum &output) {
    const SpectrumProduct p{component, &input, &kernel, &output};
    run_blocks<SpectrumProduct>(begin, end - begin, p, static_cast<int>(real_components(length)));
}

/// The rows of one component that a product sums over at a time.
struct ComponentRows {
    const Spectrum *spectrum;
    /// Where the component's numbers are, and the imaginary one's distance.
    int64_t number;
    int64_t imaginary;
    int64_t start;
    int64_t count;

    ComponentRows(const Spectrum &spectrum, int64_t number, bool is_complex, int64_t start)
        : spectrum(&spectrum), number(number), imaginary(is_complex ? line_words : 0), start(start),
          count(std::min(depth_step * Number::per_word, spectrum.rows - start)) {}

    int64_t words() const { return (count + Number::per_word - 1) / Number::per_word; }

    /// Words whose numbers come from successive rows: `lanes` channels from c on, of the `word`-th rows, given to
    /// `body(real, imaginary)` as numbers and taken back as those of three matrices.
    template <typename Body> INLINE void combined(int64_t word, int64_t c, float *(&targets)[3], Body body) const {
        Vector parts[3][Number::per_word] = {};
        UNROLL for (int part = 0; part < Number::per_word; ++part) {
            const auto row = word * Number::per_word + part;
            if (row >= count) continue;
            const float *place = spectrum->place(start + row, c / Number::per_word, number);
            Vector values[3];
            body(Number::load_channels(place), Number::load_channels(place + imaginary), values);
            UNROLL for (int i = 0; i < 3; ++i) parts[i][part] = values[i];
        }
        UNROLL for (int i = 0; i < 3; ++i) store(targets[i], Number::words(parts[i]));
    }

    /// Begins to fetch the channels first ..< last, the share of it that falls to steps begin ..< end of `total`.
    INLINE void fetch(int64_t first, int64_t last, int64_t begin, int64_t end, int64_t total) const {
        for (auto word = first / Number::per_word; word < last / Number::per_word; word += line_words) {
            for_share(count, begin, end, total, [=, this](int64_t row) INLINE_LAMBDA {
                prefetch_numbers(spectrum->place(start + row, word, number));
            });
        }
    }
};

/// Component by component: (conjugate of the output's spectrum, transposed) · input's spectrum, summed over rows. With
/// a − ib of the one and c + id of the other, the real part is (a − b)·c + b·(c + d), the imaginary one
/// (a − b)·c + a·(d − c).
struct TransposedProduct {
    ComponentRows outputs;
    ComponentRows inputs;
    const Spectrum *kernel;
    bool adds;
    /// Of the inputs.
    float scale;
    /// a − b, a and b, or the one real number, [words of rows] rows of `a_step` words.
    float *a[3];
    int64_t a_step;
    /// c, d − c and c + d.
    float (*b)[depth_step * tile_columns];
    int64_t column = 0;
    /// Channels of `a` that are there: they are copied as the first panel needs them.
    mutable int64_t copied = 0;

    void copy_outputs(int64_t end) const {
        for (; copied < std::min(end, outputs.spectrum->channels); copied += channel_block) {
            for (int64_t k = 0; k < outputs.words(); ++k) {
                for (auto c = copied; c < copied + channel_block; c += lanes) {
                    const auto place = k * a_step + c;
                    float *targets[3] = {a[0] + place, a[1] + place, a[2] + place};
                    const auto parts = [](Vector real, Vector imaginary, Vector(&values)[3]) INLINE_LAMBDA {
                        values[0] = real - imaginary;
                        values[1] = real;
                        values[2] = imaginary;
                    };
                    outputs.combined(k, c, targets, parts);
                }
            }
        }
    }

    void copy_inputs() const {
        for (int64_t k = 0; k < inputs.words(); ++k) {
            UNROLL for (int half = 0; half < 2; ++half) {
                const auto place = k * tile_columns + half * lanes;
                float *targets[3] = {b[0] + place, b[1] + place, b[2] + place};
                inputs.combined(k, column + half * lanes, targets,
                                [=, this](Vector real, Vector imaginary, Vector(&values)[3]) INLINE_LAMBDA {
                                    const Vector c = scale * real;
                                    const Vector d = scale * imaginary;
                                    values[0] = c;
                                    values[1] = d - c;
                                    values[2] = c + d;
                                });
            }
        }
    }

    /// Meanwhile, what comes next is fetched: the next panel, the next rows of the first one, and the results' places.
    template <int ROWS> INLINE void multiply(int64_t row, int factor, Vector (&sums)[ROWS][2]) const {
        const auto depth = inputs.words();
        const auto fetch = [=, this](int64_t k) INLINE_LAMBDA {
            const auto begin = (3 * row + factor * ROWS) * depth + ROWS * k;
            const auto next = column + tile_columns;
            inputs.fetch(next, next + tile_columns, begin, begin + ROWS * line_words, 3 * kernel->rows * depth);
            if (column == 0) {
                const auto share = factor * depth + k;
                outputs.fetch(copied, row + 2 * ROWS, share, share + line_words, 3 * depth);
            }
            if (factor == 0) {
                for_share(ROWS, k, k + line_words, depth, [=, this](int64_t r) INLINE_LAMBDA {
                    prefetch_places(*kernel, row + r, column, outputs.number);
                });
            }
        };
        product<ROWS, 1, Number>(a[factor] + row, a_step, b[factor], tile_columns, depth, sums, fetch);
    }

    template <int ROWS> INLINE void put(const Vector (&sums)[ROWS][2], int64_t row, int64_t part) const {
        put_rows(sums, *kernel, row, column, outputs.number + part, adds);
    }

    template <int ROWS> static void run(int64_t row, const TransposedProduct &p) {
        p.copy_outputs(row + ROWS);
        Vector first[ROWS][2];
        p.multiply<ROWS>(row, 0, first);
        if (p.outputs.imaginary == 0) return p.put(first, row, 0);
        Vector sums[ROWS][2];
        p.multiply<ROWS>(row, 1, sums);
        combine<ROWS>(sums, first, 1);
        p.put(sums, row, 1);
        p.multiply<ROWS>(row, 2, sums);
        combine<ROWS>(sums, first, 1);
        p.put(sums, row, 0);
    }
};

inline void multiply_transposed(int length, int64_t component, const Spectrum &output, const Spectrum &input,
                                bool adds, const Spectrum &kernel) {
    alignas(64) float b[3][depth_step * tile_columns];
    const auto reals = real_components(length);
    const bool is_complex = component >= reals;
    const auto number = is_complex ? reals + 2 * (component - reals) : component;
    const float scale = (is_complex ? 2.0F : 1.0F) / static_cast<float>(length * length);
    const auto a_step = output.channels + channel_block;
    float *a = scratch<0>(3 * a_step * depth_step);
    for (int64_t start = 0; start < output.rows; start += depth_step * Number::per_word) {
        TransposedProduct p{{output, number, is_complex, start},
                            {input, number, is_complex, start},
                            &kernel,
                            adds || start > 0,
                            scale,
                            {},
                            a_step,
                            b};
        // A real number is the second of the three.
        for (int i = 0; i < 3; ++i) p.a[i] = a + (is_complex ? i : 1) * a_step * depth_step;
        for (; p.column < kernel.blocks * line_words; p.column += tile_columns) {
            p.copy_inputs();
            run_blocks<TransposedProduct>(0, kernel.rows, p);
        }
    }
}
