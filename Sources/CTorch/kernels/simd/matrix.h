// Walks through a part of a matrix.

/// Calls `body(row, chain)` for each row; what it adds up in one of 4 chains does not wait for the others.
template <typename Body> INLINE void for_rows(int64_t rows, Body body) {
    int64_t row = 0;
    for (; row + 4 <= rows; row += 4) {
        UNROLL for (int chain = 0; chain < 4; ++chain) body(row + chain, chain);
    }
    for (; row < rows; ++row) body(row, static_cast<int>(row % 4));
}

/// Calls `body(place, column, columns from there on)` for each vector of each row.
template <typename Body> INLINE void for_elements(const MatrixPart &part, Body body) {
    for (int64_t row = 0; row < part.rows; ++row) {
        for (int64_t c = 0; c < part.columns; c += lanes) body(row * part.row_step + c, c, part.columns - c);
    }
}
