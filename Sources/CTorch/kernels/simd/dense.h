// Products of matrices, tile_columns of the result at a time.

/// Columns of a matrix, `depth_step` rows at most of them, copied to lie side by side.
INLINE void pack_panel(const float *b, int64_t b_step, int64_t depth, int64_t count, float *panel) {
    for (int64_t k = 0; k < depth; ++k) {
        UNROLL for (int half = 0; half < 2; ++half) {
            const auto rest = count - half * lanes;
            const Vector value = rest > 0 ? load(b + k * b_step + half * lanes, rest) : Vector{};
            store(panel + k * tile_columns + half * lanes, value);
        }
    }
}

struct DenseProduct {
    const float *a;
    int64_t a_step;
    const float *panel;
    int64_t depth;
    float *target;
    int64_t target_step;
    int64_t count;
    bool adds;

    template <int ROWS> INLINE void write(Vector (&sums)[ROWS][2], int64_t row) const {
        float *place = target + row * target_step;
        if (count >= tile_columns) return put<ROWS>(sums, place, target_step, adds);
        UNROLL for (int r = 0; r < ROWS; ++r) {
            UNROLL for (int half = 0; half < 2; ++half) {
                const auto rest = count - half * lanes;
                if (rest <= 0) continue;
                float *part = place + r * target_step + half * lanes;
                store(part, adds ? load(part, rest) + sums[r][half] : sums[r][half], rest);
            }
        }
    }
};

/// Rows of a times a panel.
struct RowsProduct : DenseProduct {
    static constexpr bool transposed = false;

    template <int ROWS> static void run(int64_t row, const RowsProduct &p) {
        alignas(64) float block[tile_rows * copied_step];
        for (int r = 0; r < ROWS; ++r) {
            std::memcpy(block + r * copied_step, p.a + (row + r) * p.a_step, p.depth * sizeof(float));
        }
        Vector sums[ROWS][2];
        product<ROWS, copied_step>(block, 1, p.panel, tile_columns, p.depth, sums);
        p.write<ROWS>(sums, row);
    }
};

/// Columns of a, as rows, times a panel.
struct ColumnsProduct : DenseProduct {
    static constexpr bool transposed = true;

    template <int ROWS> static void run(int64_t column, const ColumnsProduct &p) {
        Vector sums[ROWS][2];
        product<ROWS, 1>(p.a + column, p.a_step, p.panel, tile_columns, p.depth, sums);
        p.write<ROWS>(sums, column);
    }
};

/// Columns column ..< column + tile_columns of a·b, [rows, depth]·[depth, columns], or of aᵀ·b, where a is [depth,
/// rows].
template <typename Product>
INLINE void dense_panel(const DenseShape &shape, const float *a, const float *b, int64_t column, float *result) {
    alignas(64) float panel[depth_step * tile_columns];
    Product p{};
    p.a_step = Product::transposed ? shape.rows : shape.depth;
    p.panel = panel;
    p.target = result + column;
    p.target_step = shape.columns;
    p.count = std::min<int64_t>(tile_columns, shape.columns - column);
    for (int64_t start = 0; start < shape.depth; start += depth_step) {
        p.depth = std::min(depth_step, shape.depth - start);
        p.adds = start > 0;
        p.a = a + (Product::transposed ? start * shape.rows : start);
        pack_panel(b + start * shape.columns + column, shape.columns, p.depth, p.count, panel);
        run_blocks<Product>(0, shape.rows, p);
    }
}

inline void dense_product(const DenseShape &shape, const float *a, const float *b, int64_t column, float *result) {
    dense_panel<RowsProduct>(shape, a, b, column, result);
}

inline void dense_transposed_product(const DenseShape &shape, const float *a, const float *b, int64_t column,
                                     float *result) {
    dense_panel<ColumnsProduct>(shape, a, b, column, result);
}

/// Rows begin ..< end of a·b for one column b.
inline void dense_column(const DenseShape &shape, const float *a, const float *b, int64_t begin, int64_t end,
                                 float *result) {
    for (auto row = begin; row < end; ++row) {
        const float *left = a + row * shape.depth;
        Vector sums[4] = {};
        for_rows((shape.depth + lanes - 1) / lanes, [&](int64_t block, int chain) INLINE_LAMBDA {
            const auto k = block * lanes;
            sums[chain] += load(left + k, shape.depth - k) * load(b + k, shape.depth - k);
        });
        const Vector sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        result[row] = 0;
        for (int i = 0; i < lanes; ++i) result[row] += sum[i];
    }
}
