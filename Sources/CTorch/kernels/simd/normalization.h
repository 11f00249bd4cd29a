// Batch normalisation with LeakyReLU, of a matrix whose columns are the features: the moments and the gradient's sums
// of one part of the matrix, a few columns of some rows, and what is done to each element with them.

/// A part's moments: each column's mean and sum of squared deviations from it.
inline void column_moments(const MatrixPart &part, const float *x, float *means, float *deviations) {
    column_sums(part, x, means);
    for (int64_t c = 0; c < part.columns; ++c) means[c] /= static_cast<float>(part.rows);
    sum_columns<1>(part, {deviations}, [=](int64_t place, int64_t c, int64_t rest, Vector(&sum)[1]) INLINE_LAMBDA {
        const Vector deviation = load(x + place, rest) - load(means + c, rest);
        sum[0] += deviation * deviation;
    });
}

/// y = LeakyReLU(scale·x + shift)
inline void normalize(const MatrixPart &part, const float *x, const float *scale, const float *shift, float slope,
                      float *y) {
    for_elements(part, [=](int64_t place, int64_t c, int64_t rest) INLINE_LAMBDA {
        const Vector value = load_ahead(x + place, rest) * load(scale + c, rest) + load(shift + c, rest);
        store(y + place, value > 0 ? value : value * slope, rest);
    });
}

/// A part's sums of g and of g·(x − mean), where g is the gradient of what LeakyReLU takes.
inline void gradient_sums(const MatrixPart &part, const float *x, const float *gradient, const float *scale,
                          const float *shift, const float *means, float slope, float *sums, float *products) {
    sum_columns<2>(part, {sums, products},
                   [=](int64_t place, int64_t c, int64_t rest, Vector(&sum)[2]) INLINE_LAMBDA {
                       const Vector value = load_ahead(x + place, rest, rows_ahead * part.row_step);
                       const Vector g = load_ahead(gradient + place, rest, rows_ahead * part.row_step);
                       const Vector inner =
                           value * load(scale + c, rest) + load(shift + c, rest) > 0 ? g : g * slope;
                       sum[0] += inner;
                       sum[1] += inner * (value - load(means + c, rest));
                   });
}

/// result = scale·g + linear·(x − mean) + constant
inline void normalize_backward(const MatrixPart &part, const float *x, const float *gradient, const float *scale,
                               const float *shift, const float *means, const float *linear, const float *constant,
                               float slope, float *result) {
    for_elements(part, [=](int64_t place, int64_t c, int64_t rest) INLINE_LAMBDA {
        const Vector value = load_ahead(x + place, rest);
        const Vector g = load_ahead(gradient + place, rest);
        const Vector factor = load(scale + c, rest);
        const Vector inner = value * factor + load(shift + c, rest) > 0 ? g : g * slope;
        const Vector deviation = value - load(means + c, rest);
        stream(result + place, inner * factor + (deviation * load(linear + c, rest) + load(constant + c, rest)), rest);
    });
    finish_streams();
}
