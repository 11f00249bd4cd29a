#pragma once

#include "convolution.h"
#include "dropout.h"

#include <vector>

namespace ctorch {

/// 32-bit words of a line of the cache.
constexpr int64_t line_words = 16;

/// Maps of one side of a convolution as the discrete Fourier transforms of their tiles, a row for each tile:
/// [row][block][number][line_words]. A transform of N×N real numbers has as many independent numbers, of which each
/// takes a line in every block of channels: first the real components, then two numbers (real, imaginary) for each
/// complex component. So a transform writes and reads from end to end. What a product takes are words of one float32 or
/// two bfloat16; what it gives is float32.
struct Spectrum {
    float *data;
    int64_t rows;
    /// Channels in use, a multiple of `channel_block`.
    int64_t channels;
    /// Of a row.
    int64_t blocks;
    /// Words from one block to the next.
    int64_t block_step;

    /// Where a number of a row is, from the channels of a word on.
    float *place(int64_t row, int64_t word, int64_t number) const {
        return data + (row * blocks + word / line_words) * block_step + number * line_words + word % line_words;
    }
    int64_t size() const { return rows * blocks * block_step; }
};

/// Words of a spectrum's block: an odd number of lines, so that a number's places do not fall on the same lines of the
/// cache.
constexpr int64_t block_step(int64_t length) { return (length * length | 1) * line_words; }

/// Channels come in blocks of so many, and a row of a spectrum or of a packed kernel is of whole pairs of blocks.
constexpr int64_t channel_block = 16;

constexpr int64_t divided_up(int64_t value, int64_t unit) { return (value + unit - 1) / unit; }
constexpr int64_t rounded_up(int64_t value, int64_t unit) { return divided_up(value, unit) * unit; }

/// An image [stride·height, stride·width, C] seen as stride² phases of height × width, and these as square tiles.
struct TiledImage {
    float *data;
    /// Whether it is written past the caches, as what is read much later.
    bool streams;
    int64_t channels;
    int64_t height;
    int64_t width;
    int64_t stride;
    /// Height and width of a tile, and how many of them an image has.
    int64_t tile;
    int64_t tiles_down;
    int64_t tiles_across;
    /// Rows and columns around a tile that are transformed with it.
    int64_t halo;

    int64_t tile_count() const { return tiles_down * tiles_across; }
    int64_t phase_channels() const { return rounded_up(channels, channel_block); }
};

/// A convolution's kernel as spectra ready to be multiplied with: for each component one matrix, or three that make a
/// complex product out of three real ones, each in panels of as many columns as a tile of the product is wide.
struct PackedKernel {
    float *data;
    /// Words of the product's input channels, summed over.
    int64_t depth;
    /// Output's channels, whole panels.
    int64_t columns;
    int64_t matrix_step;
};

/// Rows begin ..< end of one component of a product of spectra.
struct ProductTask {
    int64_t component;
    int64_t begin;
    int64_t end;
};

/// The stages of a spectral convolution for one length N of its transforms.
struct SpectralStages {
    int length;
    /// Writes an image's rows, the first of them `row`.
    void (*transform_image)(const TiledImage &image, const Spectrum &spectrum, int64_t row);
    /// The reverse, with a bias [C] if there is one.
    void (*restore_image)(const Spectrum &spectrum, int64_t row, const float *bias, const TiledImage &image);
    /// Packs a part of a kernel [O, C, 5, 5]: `panel`, of as many channels as a tile of the product has columns, times
    /// a block of the channels that are summed over. For the backward pass to the data, the panel is of C's and the
    /// block of O's, otherwise the other way round.
    void (*pack_kernel)(const ConvolutionShape &shape, const float *kernel, bool backward, int64_t panel,
                        int64_t depth_block, const PackedKernel &packed);
    /// Writes the kernel's gradient of one output channel, a row of the spectrum.
    void (*restore_kernel)(const ConvolutionShape &shape, const Spectrum &spectrum, int64_t channel, float *gradient);
};

/// A product of matrices, [rows, depth]·[depth, columns].
struct DenseShape {
    int64_t rows;
    int64_t depth;
    int64_t columns;
};

/// Some rows and columns of a matrix, the rows `row_step` floats apart.
struct MatrixPart {
    int64_t rows;
    int64_t columns;
    int64_t row_step;
};

/// Our kernels as compiled for one instruction set.
struct InstructionSet {
    /// Floats in a vector register.
    int64_t lanes;
    /// Numbers in a 32-bit word of a spectrum that is multiplied: 1 of float32 or 2 of bfloat16.
    int64_t numbers_per_word;
    std::vector<SpectralStages> stages;

    /// A part of the product of a spectrum and a kernel; what `next` needs is fetched meanwhile.
    void (*multiply)(int length, const ProductTask &task, const ProductTask &next, const Spectrum &input,
                     const PackedKernel &kernel, const Spectrum &output);
    /// One component of the kernel's gradient: the sum over rows of conjugate outputs times inputs. `adds` it to what
    /// is there. What the component `next` needs is fetched meanwhile.
    void (*multiply_transposed)(int length, int64_t component, int64_t next, const Spectrum &output,
                                const Spectrum &input, bool adds, const Spectrum &kernel);

    /// Direct convolutions of stride 2 for one image of 1 or 3 channels. `taps` is the kernel as [5·5·C][O] in the
    /// forward pass, as [O][5·5·C] in the backward pass, in rows of `step` floats, whole pairs of blocks.
    void (*direct_forward)(const ConvolutionShape &shape, const float *input, const float *taps, int64_t step,
                           const float *bias, float *output);
    void (*direct_backward_data)(const ConvolutionShape &shape, const float *output, const float *taps, int64_t step,
                                 const float *bias, float *input);
    /// Adds the kernel's gradient to [5·5·C] rows of `step` floats.
    void (*direct_backward_weights)(const ConvolutionShape &shape, const float *input, const float *output,
                                    int64_t step, float *gradient);

    /// Columns begin ..< end of aᵀ·b, a [depth, rows] and b [depth, columns].
    void (*dense_product)(const DenseShape &shape, const float *a, const float *b, int64_t begin, int64_t end,
                          float *result);
    /// Rows begin ..< end of a·b with one column.
    void (*dense_column)(const DenseShape &shape, const float *a, const float *b, int64_t begin, int64_t end,
                         float *result);

    /// `count` elements from one of dropout's groups on: its mask, and dropout of LeakyReLU(x).
    void (*dropout_mask)(const Dropout &dropout, int64_t group, float *mask, int64_t count);
    void (*leaky_relu_dropout)(const Dropout &dropout, int64_t group, float slope, const float *x, float *y,
                               int64_t count);
    /// The gradient of x from that of y.
    void (*leaky_relu_dropout_backward)(float scale, float slope, const float *y, const float *gradient,
                                        float *result, int64_t count);

    /// x where `gate` is positive, otherwise slope·x.
    void (*leaky_relu)(float slope, const float *gate, const float *x, float *result, int64_t count);
    void (*add)(const float *a, const float *b, float *sum, int64_t count);

    void (*column_sums)(const MatrixPart &part, const float *x, float *sums);

    /// Batch normalisation with LeakyReLU; simd/normalization.h says what each computes.
    void (*column_moments)(const MatrixPart &part, const float *x, float *means, float *deviations);
    void (*normalize)(const MatrixPart &part, const float *x, const float *scale, const float *shift, float slope,
                      float *y);
    void (*gradient_sums)(const MatrixPart &part, const float *x, const float *gradient, const float *scale,
                          const float *shift, const float *means, float slope, float *sums, float *products);
    void (*normalize_backward)(const MatrixPart &part, const float *x, const float *gradient, const float *scale,
                               const float *shift, const float *means, const float *linear, const float *constant,
                               float slope, float *result);
};

/// Whether a tensor is one that our kernels can take: of float32, on the CPU, and not empty.
inline bool is_plain(const at::Tensor &tensor) {
    return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.numel() > 0;
}

/// What this processor can run, or null: then libtorch's own convolutions serve.
const InstructionSet *instruction_set();

/// The same with products of spectra in bfloat16, or null where the processor has none.
const InstructionSet *bfloat16_instruction_set();

constexpr int64_t real_components(int64_t length) { return length % 2 == 0 ? 4 : 1; }
constexpr int64_t complex_components(int64_t length) { return (length * length - real_components(length)) / 2; }
constexpr int64_t components(int64_t length) { return real_components(length) + complex_components(length); }
/// Matrices of a packed kernel: three for a complex component.
constexpr int64_t packed_matrices(int64_t length) { return real_components(length) + 3 * complex_components(length); }

} // namespace ctorch
