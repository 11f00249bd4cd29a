// Matrix products, a tile of `tile_rows` × `tile_columns` numbers of the result at a time, held in registers.

/// Adds `depth` outer products: of words a[r·ROW_STEP], r < ROWS, and of tile_columns words from b on.
template <int ROWS, int ROW_STEP, typename Numbers = Float32>
INLINE void add_product(const float *a, int64_t a_step, const float *b, int64_t b_step, int64_t depth,
                        Vector (&sums)[ROWS][2]) {
#pragma clang loop unroll_count(4)
    for (int64_t k = 0; k < depth; ++k) {
        const Vector left = load(b);
        const Vector right = load(b + lanes);
        UNROLL for (int r = 0; r < ROWS; ++r) {
            const Vector factor = a[r * ROW_STEP];
            sums[r][0] = Numbers::multiply_add(sums[r][0], factor, left);
            sums[r][1] = Numbers::multiply_add(sums[r][1], factor, right);
        }
        a += a_step;
        b += b_step;
    }
}

template <int ROWS, int ROW_STEP, typename Numbers = Float32>
INLINE void product(const float *a, int64_t a_step, const float *b, int64_t b_step, int64_t depth,
                    Vector (&sums)[ROWS][2]) {
    UNROLL for (int r = 0; r < ROWS; ++r) sums[r][0] = sums[r][1] = Vector{};
    add_product<ROWS, ROW_STEP, Numbers>(a, a_step, b, b_step, depth, sums);
}

/// The same, with a call of `fetch(k)` before each line of words of a row of `a`, from word k on: what will be needed
/// next comes from memory meanwhile.
template <int ROWS, int ROW_STEP, typename Numbers, typename Fetch>
INLINE void product(const float *a, int64_t a_step, const float *b, int64_t b_step, int64_t depth,
                    Vector (&sums)[ROWS][2], Fetch fetch) {
    UNROLL for (int r = 0; r < ROWS; ++r) sums[r][0] = sums[r][1] = Vector{};
    for (int64_t k = 0; k < depth; k += line_words) {
        fetch(k);
        add_product<ROWS, ROW_STEP, Numbers>(a + k * a_step, a_step, b + k * b_step, b_step,
                                             std::min(line_words, depth - k), sums);
    }
}

/// Calls Operation::run<ROWS>(arguments...) for `count` rows from `first` on, in blocks of at most tile_rows and as
/// even as can be.
template <typename Operation, int ROWS = tile_rows, typename... Arguments>
void run_block(int64_t rows, const Arguments &...arguments) {
    if (rows == ROWS) return Operation::template run<ROWS>(arguments...);
    if constexpr (ROWS > 1) run_block<Operation, ROWS - 1>(rows, arguments...);
}

template <typename Operation, typename... Arguments>
void run_blocks(int64_t first, int64_t count, const Arguments &...arguments) {
    const auto blocks = divided_up(count, tile_rows);
    for (int64_t block = 0; block < blocks; ++block) {
        const auto begin = first + count * block / blocks;
        const auto end = first + count * (block + 1) / blocks;
        run_block<Operation>(end - begin, begin, arguments...);
    }
}

/// Stores or, where the sum over `depth` comes in parts, adds.
template <int ROWS>
INLINE void put(const Vector (&sums)[ROWS][2], float *target, int64_t row_step, bool adds) {
    UNROLL for (int r = 0; r < ROWS; ++r) {
        UNROLL for (int half = 0; half < 2; ++half) {
            float *place = target + r * row_step + half * lanes;
            store(place, adds ? load(place) + sums[r][half] : sums[r][half]);
        }
    }
}

/// sums = more + sign·sums
template <int ROWS> INLINE void combine(Vector (&sums)[ROWS][2], const Vector (&more)[ROWS][2], float sign) {
    UNROLL for (int r = 0; r < ROWS; ++r) {
        sums[r][0] = more[r][0] + sign * sums[r][0];
        sums[r][1] = more[r][1] + sign * sums[r][1];
    }
}

/// Words summed over at a time; what a block of rows of both parts and their sum take stays near the processor.
constexpr int64_t depth_step = 256;
/// Rows of a copied block lie so far apart that they share no places of the cache.
constexpr int copied_step = depth_step + 16;
