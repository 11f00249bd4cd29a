// Spectral convolutions for one instruction set and one kind of `Number`.

/// Columns of a tile of a product.
constexpr int tile_columns = 2 * lanes;

#include "fourier.h"

#include "images.h"

#include "kernel_spectra.h"

#include "product.h"

#include "spectrum_product.h"

template <int N> SpectralStages stages() {
    return {N, transform_image<N>, restore_image<N>, pack_kernel<N>, restore_kernel<N>};
}

inline InstructionSet with_spectral_kernels(InstructionSet set) {
    set.numbers_per_word = Number::per_word;
    set.stages = {stages<6>(), stages<8>(), stages<9>(), stages<10>(), stages<12>(), stages<16>()};
    set.multiply = multiply;
    set.multiply_transposed = multiply_transposed;
    return set;
}
