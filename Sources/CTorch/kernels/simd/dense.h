// Products of matrices, tile_columns of the result at a time.

/// Columns of a matrix, `depth_step` rows at most of them, copied to lie side by side. Those after them are fetched.
INLINE void pack_panel(const float *b, int64_t b_step, int64_t depth, int64_t count, float *panel) {
    for (int64_t k = 0; k < depth; ++k) {
        UNROLL for (int half = 0; half < 2; ++half) {
            const auto rest = count - half * lanes;
            const float *place = b + k * b_step + half * lanes;
            prefetch(place + tile_columns);
            store(panel + k * tile_columns + half * lanes, rest > 0 ? load(place, rest) : Vector{});
        }
    }
}

/// Columns of a, as rows of the result, times a panel.
struct DenseProduct {
    const float *a;
    int64_t a_step;
    const float *panel;
    int64_t depth;
    float *target;
    int64_t target_step;
    int64_t count;
    bool adds;

    template <int ROWS> static void run(int64_t row, const DenseProduct &p) {
        Vector sums[ROWS][2];
        product<ROWS, 1>(p.a + row, p.a_step, p.panel, tile_columns, p.depth, sums);
        UNROLL for (int r = 0; r < ROWS; ++r) {
            UNROLL for (int half = 0; half < 2; ++half) {
                const auto rest = p.count - half * lanes;
                if (rest <= 0) continue;
                float *place = p.target + (row + r) * p.target_step + half * lanes;
                if (p.adds) {
                    store(place, load(place, rest) + sums[r][half], rest);
                } else {
                    stream(place, sums[r][half], rest);
                }
            }
        }
    }
};

/// Columns begin ..< end of aᵀ·b, a [depth, rows] and b [depth, columns].
inline void dense_product(const DenseShape &shape, const float *a, const float *b, int64_t begin, int64_t end,
                          float *result) {
    alignas(64) float panel[depth_step * tile_columns];
    DenseProduct p{};
    p.a_step = shape.rows;
    p.panel = panel;
    p.target_step = shape.columns;
    for (auto column = begin; column < end; column += tile_columns) {
        p.target = result + column;
        p.count = std::min<int64_t>(tile_columns, end - column);
        for (int64_t start = 0; start < shape.depth; start += depth_step) {
            p.depth = std::min(depth_step, shape.depth - start);
            p.adds = start > 0;
            p.a = a + start * shape.rows;
            pack_panel(b + start * shape.columns + column, shape.columns, p.depth, p.count, panel);
            run_blocks<DenseProduct>(0, shape.rows, p);
        }
    }
    finish_streams();
}

/// Rows begin ..< end of a·b for one column b.
inline void dense_column(const DenseShape &shape, const float *a, const float *b, int64_t begin, int64_t end,
                                 float *result) {
    for (auto row = begin; row < end; ++row) {
        const float *left = a + row * shape.depth;
        Vector sums[4] = {};
        for_rows<4>(divided_up(shape.depth, lanes), [&](int64_t block, int chain) INLINE_LAMBDA {
            const auto k = block * lanes;
            sums[chain] += load(left + k, shape.depth - k) * load(b + k, shape.depth - k);
        });
        const Vector sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        result[row] = 0;
        for (int i = 0; i < lanes; ++i) result[row] += sum[i];
    }
}
