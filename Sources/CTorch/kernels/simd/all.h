// Everything of this folder for one instruction set, and a table of it. See vector.h.

#include "vector.h"

/// Columns of a tile of a product.
constexpr int tile_columns = 2 * lanes;

#include "fourier.h"

#include "images.h"

#include "kernel_spectra.h"

#include "product.h"

#include "spectrum_product.h"

#include "direct.h"

template <int N> SpectralStages stages() {
    return {N, transform_images<N>, restore_images<N>, pack_kernel<N>, restore_kernel<N>};
}

inline InstructionSet make_instruction_set() {
    return {lanes,
            {stages<6>(), stages<8>(), stages<9>(), stages<10>(), stages<12>(), stages<16>()},
            multiply,
            multiply_transposed,
            direct_forward,
            direct_backward_data,
            direct_backward_weights};
}
