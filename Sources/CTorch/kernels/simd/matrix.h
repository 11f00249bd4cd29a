// Walks through a part of a matrix, and its columns' sums.

/// Calls `body(row, chain)` for each row; what it adds up in one of 4 chains does not wait for the others.
template <typename Body> INLINE void for_rows(int64_t rows, Body body) {
    int64_t row = 0;
    for (; row + 4 <= rows; row += 4) {
        UNROLL for (int chain = 0; chain < 4; ++chain) body(row + chain, chain);
    }
    for (; row < rows; ++row) body(row, static_cast<int>(row % 4));
}

/// The sums of a vector of columns, from column c on.
INLINE Vector sum_columns(const MatrixPart &part, const float *x, int64_t c) {
    Vector sums[4] = {};
    for_rows(part.rows, [&](int64_t row, int chain) INLINE_LAMBDA {
        sums[chain] += load(x + row * part.row_step + c, part.columns - c);
    });
    return sums[0] + sums[1] + (sums[2] + sums[3]);
}

inline void column_sums(const MatrixPart &part, const float *x, float *sums) {
    for (int64_t c = 0; c < part.columns; c += lanes) store(sums + c, sum_columns(part, x, c), part.columns - c);
}

/// Calls `body(place, column, columns from there on)` for each vector of each row.
template <typename Body> INLINE void for_elements(const MatrixPart &part, Body body) {
    for (int64_t row = 0; row < part.rows; ++row) {
        for (int64_t c = 0; c < part.columns; c += lanes) body(row * part.row_step + c, c, part.columns - c);
    }
}
