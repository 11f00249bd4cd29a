// Walks through a part of a matrix, and its columns' sums.

/// Vectors of columns that are added up side by side, so that what is read lies together.
constexpr int panel_vectors = 4;

/// Rows after the one that is added up, of which the panel is fetched.
constexpr int64_t rows_ahead = 8;

/// Calls `body(column, VECTORS)` for panels of VECTORS vectors of columns; the last ones are of one vector.
template <typename Body> INLINE void for_panels(int64_t columns, Body body) {
    int64_t c = 0;
    for (; c + panel_vectors * lanes <= columns; c += panel_vectors * lanes) {
        body(c, std::integral_constant<int, panel_vectors>());
    }
    for (; c < columns; c += lanes) body(c, std::integral_constant<int, 1>());
}

/// Calls `body(row, chain)` for each row; what it adds up in one of the chains does not wait for the others.
template <int CHAINS, typename Body> INLINE void for_rows(int64_t rows, Body body) {
    int64_t row = 0;
    for (; row + CHAINS <= rows; row += CHAINS) {
        UNROLL for (int chain = 0; chain < CHAINS; ++chain) body(row + chain, chain);
    }
    for (; row < rows; ++row) body(row, static_cast<int>(row % CHAINS));
}

/// Writes columns' sums, over the rows, of what `add(place, column, columns from there on, chain)` adds to a chain.
template <int SUMS, typename Add>
INLINE void sum_columns(const MatrixPart &part, float *const (&sums)[SUMS], Add add) {
    for_panels(part.columns, [&](int64_t first, auto vectors) INLINE_LAMBDA {
        Vector chains[2][vectors][SUMS] = {};
        for_rows<2>(part.rows, [&](int64_t row, int chain) INLINE_LAMBDA {
            UNROLL for (int v = 0; v < vectors; ++v) {
                const auto c = first + v * lanes;
                add(row * part.row_step + c, c, part.columns - c, chains[chain][v]);
            }
        });
        UNROLL for (int v = 0; v < vectors; ++v) {
            const auto c = first + v * lanes;
            UNROLL for (int i = 0; i < SUMS; ++i) {
                store(sums[i] + c, chains[0][v][i] + chains[1][v][i], part.columns - c);
            }
        }
    });
}

inline void column_sums(const MatrixPart &part, const float *x, float *sums) {
    sum_columns<1>(part, {sums}, [=](int64_t place, int64_t, int64_t rest, Vector(&sum)[1]) INLINE_LAMBDA {
        sum[0] += load_ahead(x + place, rest, rows_ahead * part.row_step);
    });
}

/// Calls `body(place, column, columns from there on)` for each vector of each row.
template <typename Body> INLINE void for_elements(const MatrixPart &part, Body body) {
    for (int64_t row = 0; row < part.rows; ++row) {
        for (int64_t c = 0; c < part.columns; c += lanes) body(row * part.row_step + c, c, part.columns - c);
    }
}
