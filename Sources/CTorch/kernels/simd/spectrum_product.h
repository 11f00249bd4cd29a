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

/// Rows of a tile whose places are fetched with each line of a sum over `depth` words.
template <int ROWS> INLINE int64_t rows_of_line(int64_t depth) {
    return divided_up(ROWS, divided_up(depth, line_words));
}

/// The same for the tile's rows that fall to the line of words from k on, `rows` to a line.
template <int ROWS>
INLINE void fetch_places(const Spectrum &spectrum, int64_t row, int64_t column, int64_t number, int64_t k,
                         int64_t rows) {
    const auto first = k / line_words * rows;
    for (auto r = first; r < std::min<int64_t>(ROWS, first + rows); ++r) {
        prefetch_places(spectrum, row + r, column, number);
    }
}

/// Where a component's first number is.
constexpr int64_t first_number(int64_t component, int64_t reals) {
    return component < reals ? component : 2 * component - reals;
}

/// Of a packed kernel.
constexpr int64_t first_matrix(int64_t component, int64_t reals) {
    return component < reals ? component : 3 * component - 2 * reals;
}

/// What is needed after a block of ROWS rows of a complex component, and fetched while that is multiplied, a few lines
/// at a time: the rows of the next block, and a share of the next component's matrices.
template <int ROWS> struct NextBlock {
    const Spectrum *input;
    int64_t row;
    int64_t number;
    /// Rows that are fetched during each of the block's products.
    int64_t rows_of_product;
    const float *matrices;
    const float *matrices_end;
    int64_t lines_at_once;

    /// During a product, before it sums over the line of words from `word` on.
    INLINE void fetch(int64_t product, int64_t word) {
        const auto last = std::min<int64_t>(ROWS, (product + 1) * rows_of_product);
        for (auto r = product * rows_of_product; r < last; ++r) prefetch_numbers(input->place(row + r, word, number));
        for (int64_t i = 0; i < lines_at_once && matrices < matrices_end; ++i, matrices += line_words) {
            prefetch_for_later(matrices);
        }
    }
};

/// Component by component: spectrum · packed kernel.
struct SpectrumProduct {
    ProductTask task;
    /// What the thread is likely to multiply next.
    ProductTask next;
    const Spectrum *input;
    const PackedKernel *kernel;
    const Spectrum *output;

    template <int ROWS> static void run(int64_t row, const SpectrumProduct &p, int reals) {
        if (p.task.component < reals) {
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
                    store(a + r * copied_step + k, load(input->place(row + r, start + k, task.component)));
                }
            }
            for (int64_t column = 0; column < kernel->columns; column += tile_columns) {
                const float *b = kernel->data + task.component * kernel->matrix_step + column * kernel->depth +
                                 start * tile_columns;
                Vector sums[ROWS][2];
                product<ROWS, copied_step, Number>(a, 1, b, tile_columns, depth, sums);
                put_rows(sums, *output, row, column, task.component, start > 0);
            }
        }
    }

    template <int ROWS> INLINE void multiply_complex(int64_t row, int reals) const {
        alignas(64) float real[tile_rows * copied_step];
        alignas(64) float imaginary[tile_rows * copied_step];
        alignas(64) float sum[tile_rows * copied_step];
        const auto number = first_number(task.component, reals);
        auto next_block = block_after<ROWS>(row, reals);
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
                const float *b = kernel->data + first_matrix(task.component, reals) * kernel->matrix_step +
                                 column * kernel->depth + start * tile_columns;
                Vector first[ROWS][2];
                Vector sums[ROWS][2];
                const auto index = 3 * column / tile_columns;
                const auto rows_at_once = rows_of_line<ROWS>(depth);
                const auto fetch_first = [&](int64_t k) INLINE_LAMBDA {
                    next_block.fetch(index, start + k);
                    fetch_places<ROWS>(*output, row, column, number, k, rows_at_once);
                };
                const auto fetch_second = [&](int64_t k) INLINE_LAMBDA { next_block.fetch(index + 1, start + k); };
                const auto fetch_third = [&](int64_t k) INLINE_LAMBDA { next_block.fetch(index + 2, start + k); };
                product<ROWS, copied_step, Number>(sum, 1, b, tile_columns, depth, first, fetch_first);
                product<ROWS, copied_step, Number>(real, 1, b + kernel->matrix_step, tile_columns, depth, sums,
                                                   fetch_second);
                combine<ROWS>(sums, first, 1);
                put_rows(sums, *output, row, column, number + 1, start > 0);
                product<ROWS, copied_step, Number>(imaginary, 1, b + 2 * kernel->matrix_step, tile_columns, depth, sums,
                                                   fetch_third);
                combine<ROWS>(sums, first, -1);
                put_rows(sums, *output, row, column, number, start > 0);
            }
        }
    }

    template <int ROWS> INLINE NextBlock<ROWS> block_after(int64_t row, int reals) const {
        const bool is_last = row + ROWS >= task.end;
        const auto products = 3 * kernel->columns / tile_columns;
        const auto lines = 3 * kernel->matrix_step / line_words;
        const auto rows = task.end - task.begin;
        const auto begin = lines * (row - task.begin) / rows;
        const auto end = lines * (row + ROWS - task.begin) / rows;
        const float *matrices = kernel->data + first_matrix(next.component, reals) * kernel->matrix_step;
        return {input,
                is_last ? next.begin : row + ROWS,
                first_number(is_last ? next.component : task.component, reals),
                divided_up(ROWS, products),
                matrices + begin * line_words,
                matrices + end * line_words,
                (end - begin) * line_words / (products * kernel->depth) + 1};
    }
};

inline void multiply(int length, const ProductTask &task, const ProductTask &next, const Spectrum &input,
                     const PackedKernel &kernel, const Spectrum &output) {
    const SpectrumProduct p{task, next, &input, &kernel, &output};
    run_blocks<SpectrumProduct>(task.begin, task.end - task.begin, p, static_cast<int>(real_components(length)));
}

/// The rows of one component that a product sums over at a time.
struct ComponentRows {
    const Spectrum *spectrum;
    /// Where the component's numbers are, and the imaginary one's distance.
    int64_t number;
    int64_t imaginary;
    int64_t start;
    int64_t count;

    ComponentRows(const Spectrum &spectrum, int64_t component, int64_t reals, int64_t start)
        : spectrum(&spectrum), number(first_number(component, reals)), imaginary(component < reals ? 0 : line_words),
          start(start), count(std::min(depth_step * Number::per_word, spectrum.rows - start)) {}

    int64_t words() const { return divided_up(count, Number::per_word); }

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

    /// Begins to fetch the channels first ..< last of `rows` rows from `row` on.
    INLINE void fetch(int64_t first, int64_t last, int64_t row, int64_t rows) const {
        for (const auto end = std::min(count, row + rows); row < end; ++row) {
            for (auto word = first / Number::per_word; word < last / Number::per_word; word += line_words) {
                prefetch_numbers(spectrum->place(start + row, word, number));
            }
        }
    }
};

/// Component by component: (conjugate of the output's spectrum, transposed) · input's spectrum, summed over rows. With
/// a − ib of the one and c + id of the other, the real part is (a − b)·c + b·(c + d), the imaginary one
/// (a − b)·c + a·(d − c).
struct TransposedProduct {
    ComponentRows outputs;
    ComponentRows inputs;
    /// What the thread is likely to multiply next.
    ComponentRows next_outputs;
    ComponentRows next_inputs;
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
    /// Rows that are fetched of the next block of the outputs' channels, and of the next panel.
    mutable int64_t fetched_outputs = 0;
    mutable int64_t fetched_panel = 0;

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

    /// Meanwhile, what comes next is fetched, a few lines at a time.
    template <int ROWS> INLINE void multiply(int64_t row, int factor, Vector (&sums)[ROWS][2]) const {
        const auto depth = inputs.words();
        const auto block_rows = divided_up(inputs.count, 3 * divided_up(depth, line_words));
        const auto panel_rows = block_rows * tile_rows / kernel->rows + 1;
        const auto rows_at_once = rows_of_line<ROWS>(depth);
        const bool is_last = column + tile_columns >= kernel->blocks * line_words;
        const auto fetch = [&](int64_t k) INLINE_LAMBDA {
            if (column == 0) {
                outputs.fetch(copied, row + 2 * ROWS, fetched_outputs, block_rows);
                fetched_outputs += block_rows;
            }
            if (is_last) {
                next_inputs.fetch(0, tile_columns, fetched_panel, panel_rows);
                next_outputs.fetch(0, tile_columns, fetched_panel, panel_rows);
            } else {
                inputs.fetch(column + tile_columns, column + 2 * tile_columns, fetched_panel, panel_rows);
            }
            fetched_panel += panel_rows;
            if (factor == 0) fetch_places<ROWS>(*kernel, row, column, outputs.number, k, rows_at_once);
        };
        product<ROWS, 1, Number>(a[factor] + row, a_step, b[factor], tile_columns, depth, sums, fetch);
    }

    template <int ROWS> INLINE void put(const Vector (&sums)[ROWS][2], int64_t row, int64_t part) const {
        put_rows(sums, *kernel, row, column, outputs.number + part, adds);
    }

    template <int ROWS> static void run(int64_t row, const TransposedProduct &p) {
        p.copy_outputs(row + ROWS);
        p.fetched_outputs = 0;
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

inline void multiply_transposed(int length, int64_t component, int64_t next, const Spectrum &output,
                                const Spectrum &input, bool adds, const Spectrum &kernel) {
    alignas(64) float b[3][depth_step * tile_columns];
    const auto reals = real_components(length);
    const bool is_complex = component >= reals;
    const float scale = (is_complex ? 2.0F : 1.0F) / static_cast<float>(length * length);
    const auto a_step = output.channels + channel_block;
    float *a = scratch<0>(3 * a_step * depth_step);
    const auto rows_at_once = depth_step * Number::per_word;
    for (int64_t start = 0; start < output.rows; start += rows_at_once) {
        const bool is_last = start + rows_at_once >= output.rows;
        const auto next_start = is_last ? 0 : start + rows_at_once;
        TransposedProduct p{{output, component, reals, start},
                            {input, component, reals, start},
                            {output, is_last ? next : component, reals, next_start},
                            {input, is_last ? next : component, reals, next_start},
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
            p.fetched_panel = 0;
            run_blocks<TransposedProduct>(0, kernel.rows, p);
        }
    }
}
