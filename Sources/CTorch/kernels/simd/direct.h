// Direct convolutions of stride 2 between an image of few channels C and maps of many channels O, for one image.

/// An image with the zeros around it that its convolution meets.
struct PaddedImage {
    int64_t channels;
    int64_t height;
    int64_t width;
    int64_t row_step;
    /// Floats of the image with its margins, and a vector's more, which products may read beyond its end.
    int64_t size;

    PaddedImage(const ConvolutionShape &shape) {
        channels = shape.input_channels;
        height = shape.input_height();
        width = shape.input_width();
        row_step = (width + 3) * channels;
        size = (height + 3) * row_step + 64;
    }

    INLINE float *row(float *padded, int64_t y) const { return padded + (y + 1) * row_step + channels; }
};

inline const float *pad_image(const PaddedImage &padded, const float *image) {
    float *floats = scratch<0>(padded.size);
    std::memset(floats, 0, padded.size * sizeof(float));
    for (int64_t y = 0; y < padded.height; ++y) {
        std::memcpy(padded.row(floats, y), image + y * padded.width * padded.channels,
                    padded.width * padded.channels * sizeof(float));
    }
    return floats;
}

/// Outputs of one row of an image: places × O, from windows of the padded image and the taps.
template <int CHANNELS> struct ForwardRow {
    const float *padded;
    int64_t row_step;
    const float *taps;
    int64_t taps_step;
    int64_t column;
    int64_t outputs;
    const float *bias;
    float *output;

    template <int ROWS> static void run(int64_t place, const ForwardRow &p) {
        Vector sums[ROWS][2];
        constexpr int width = static_cast<int>(kernel_size) * CHANNELS;
        UNROLL for (int r = 0; r < ROWS; ++r) sums[r][0] = sums[r][1] = Vector{};
        for (int64_t t = 0; t < kernel_size; ++t) {
            const float *window = p.padded + t * p.row_step + place * 2 * CHANNELS;
            const float *taps = p.taps + t * width * p.taps_step + p.column;
            // Unrolled, it would take more registers than there are.
#pragma clang loop unroll(disable)
            for (int i = 0; i < width; ++i) {
                const Vector left = load(taps + i * p.taps_step);
                const Vector right = load(taps + i * p.taps_step + lanes);
                UNROLL for (int r = 0; r < ROWS; ++r) {
                    const Vector factor = window[r * 2 * CHANNELS + i];
                    sums[r][0] += factor * left;
                    sums[r][1] += factor * right;
                }
            }
        }
        const auto count = p.outputs - p.column;
        const Vector left = p.bias == nullptr ? Vector{} : load(p.bias + p.column, count);
        const bool has_right = p.bias != nullptr && count > lanes;
        const Vector right = has_right ? load(p.bias + p.column + lanes, count - lanes) : Vector{};
        UNROLL for (int r = 0; r < ROWS; ++r) {
            float *target = p.output + (place + r) * p.outputs + p.column;
            store(target, sums[r][0] + left, count);
            if (count > lanes) store(target + lanes, sums[r][1] + right, count - lanes);
        }
    }
};

template <int CHANNELS>
void direct_forward_of(const ConvolutionShape &shape, const float *input, const float *taps, int64_t step,
                       const float *bias, float *output) {
    const PaddedImage padded(shape);
    const float *pixels = pad_image(padded, input);
    ForwardRow<CHANNELS> row{pixels, padded.row_step, taps, step, 0, shape.output_channels, bias, nullptr};
    for (int64_t y = 0; y < shape.height; ++y) {
        row.padded = pixels + 2 * y * padded.row_step;
        row.output = output + y * shape.width * shape.output_channels;
        for (row.column = 0; row.column < shape.output_channels; row.column += tile_columns) {
            run_blocks<ForwardRow<CHANNELS>>(0, shape.width, row);
        }
    }
}

inline void direct_forward(const ConvolutionShape &shape, const float *input, const float *taps, int64_t step,
                           const float *bias, float *output) {
    const auto function = shape.input_channels == 1 ? direct_forward_of<1> : direct_forward_of<3>;
    function(shape, input, taps, step, bias, output);
}

/// Each place's own part of the input: places × 25·C, from O outputs and the taps.
struct BackwardPlaces {
    const float *output;
    int64_t outputs;
    const float *taps;
    int64_t taps_step;
    float *parts;

    template <int ROWS> static void run(int64_t place, const BackwardPlaces &p) {
        alignas(64) float a[tile_rows * copied_step];
        for (int64_t column = 0; column < p.taps_step; column += tile_columns) {
            Vector sums[ROWS][2];
            UNROLL for (int r = 0; r < ROWS; ++r) sums[r][0] = sums[r][1] = Vector{};
            for (int64_t start = 0; start < p.outputs; start += depth_step) {
                const auto depth = std::min(depth_step, p.outputs - start);
                if (column == 0 || p.outputs > depth_step) {
                    for (int r = 0; r < ROWS; ++r) {
                        const float *output = p.output + (place + r) * p.outputs + start;
                        for (int64_t k = 0; k < depth; k += lanes) {
                            store(a + r * copied_step + k, load(output + k, depth - k));
                        }
                    }
                }
                add_product<ROWS, copied_step>(a, 1, p.taps + start * p.taps_step + column, p.taps_step, depth, sums);
            }
            put<ROWS>(sums, p.parts + place * p.taps_step + column, p.taps_step, false);
        }
    }
};

/// The input as the sum of its places' parts, around which there is a margin of zeros. Input row i meets, by tap t, the
/// output's row (i + 1 − t)/2 where that is whole, and columns likewise.
template <int CHANNELS>
void add_parts(const ConvolutionShape &shape, const float *parts, int64_t step, const float *bias, float *input) {
    const auto row_step = (shape.width + 2) * step;
    for (int64_t y = 0; y < shape.height; ++y) {
        for (int64_t x = 0; x < shape.width; ++x) {
            const float *part = parts + (y + 1) * row_step + (x + 1) * step;
            UNROLL for (int i = 0; i < 2 * 2 * CHANNELS; ++i) {
                const int down = i / (2 * CHANNELS);
                const int across = i / CHANNELS % 2;
                const int channel = i % CHANNELS;
                float sum = bias == nullptr ? 0 : bias[channel];
                UNROLL for (int t = 1 - down; t < kernel_size; t += 2) {
                    UNROLL for (int u = 1 - across; u < kernel_size; u += 2) {
                        sum += part[(down + 1 - t) / 2 * row_step + (across + 1 - u) / 2 * step +
                                    (t * kernel_size + u) * CHANNELS + channel];
                    }
                }
                input[((2 * y + down) * 2 * shape.width + 2 * x + across) * CHANNELS + channel] = sum;
            }
        }
    }
}

inline void direct_backward_data(const ConvolutionShape &shape, const float *output, const float *taps, int64_t step,
                                 const float *bias, float *input) {
    const auto row_step = (shape.width + 2) * step;
    float *parts = scratch<0>((shape.height + 2) * row_step);
    std::memset(parts, 0, row_step * sizeof(float));
    for (int64_t y = 0; y < shape.height; ++y) {
        float *row = parts + (y + 1) * row_step;
        std::memset(row, 0, step * sizeof(float));
        const float *outputs = output + y * shape.width * shape.output_channels;
        const BackwardPlaces places{outputs, shape.output_channels, taps, step, row + step};
        run_blocks<BackwardPlaces>(0, shape.width, places);
        std::memset(row + (shape.width + 1) * step, 0, step * sizeof(float));
    }
    std::memset(parts + (shape.height + 1) * row_step, 0, row_step * sizeof(float));
    const auto add = shape.input_channels == 1 ? add_parts<1> : add_parts<3>;
    add(shape, parts, step, bias, input);
}

/// The kernel's gradient, 25·C × O, of one image: windows, transposed, times outputs.
struct WeightsBlock {
    const float *windows;
    int64_t windows_step;
    const float *output;
    int64_t output_step;
    int64_t places;
    int64_t column;
    float *gradient;
    int64_t gradient_step;

    template <int ROWS> static void run(int64_t tap, const WeightsBlock &p) {
        Vector sums[ROWS][2];
        product<ROWS, 1>(p.windows + tap, p.windows_step, p.output + p.column, p.output_step, p.places, sums);
        put<ROWS>(sums, p.gradient + tap * p.gradient_step + p.column, p.gradient_step, true);
    }
};

template <int CHANNELS>
void direct_backward_weights_of(const ConvolutionShape &shape, const float *input, const float *output, int64_t step,
                                float *gradient) {
    const PaddedImage padded(shape);
    const auto places = shape.height * shape.width;
    constexpr auto width = kernel_size * CHANNELS;
    constexpr auto taps = kernel_size * width;
    const auto channels = shape.output_channels;
    float *windows = scratch<1>(places * taps + 64);
    const float *pixels = pad_image(padded, input);
    float *window = windows;
    for (int64_t y = 0; y < shape.height; ++y) {
        for (int64_t x = 0; x < shape.width; ++x) {
            const float *corner = pixels + 2 * (y * padded.row_step + x * CHANNELS);
            for (int64_t t = 0; t < kernel_size; ++t, window += width) {
                std::memcpy(window, corner + t * padded.row_step, width * sizeof(float));
            }
        }
    }
    WeightsBlock block{windows, taps, output, channels, places, 0, gradient, step};
    if (channels % tile_columns != 0) {
        // Whole vectors of outputs are read.
        float *whole = scratch<2>(places * step);
        for (int64_t place = 0; place < places; ++place) {
            std::memcpy(whole + place * step, output + place * channels, channels * sizeof(float));
        }
        block.output = whole;
        block.output_step = step;
    }
    for (block.column = 0; block.column < channels; block.column += tile_columns) {
        run_blocks<WeightsBlock>(0, taps, block);
    }
}

/// Adds to `gradient`, [25·C] rows of `step` floats.
inline void direct_backward_weights(const ConvolutionShape &shape, const float *input, const float *output,
                                    int64_t step, float *gradient) {
    const auto function = shape.input_channels == 1 ? direct_backward_weights_of<1> : direct_backward_weights_of<3>;
    function(shape, input, output, step, gradient);
}
