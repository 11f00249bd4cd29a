// Everything of this folder for one instruction set, and a table of it. See vector.h.

#include "vector.h"

#include "float32.h"

using Number = Float32;

#include "spectral.h"

#include "direct.h"

#include "matrix.h"

#include "dense.h"

#include "dropout.h"

#include "activation.h"

#include "normalization.h"

inline InstructionSet make_instruction_set() {
    InstructionSet set{};
    set.lanes = lanes;
    set.direct_forward = direct_forward;
    set.direct_backward_data = direct_backward_data;
    set.direct_backward_weights = direct_backward_weights;
    set.dense_product = dense_product;
    set.dense_column = dense_column;
    set.dropout_mask = dropout_mask;
    set.leaky_relu_dropout = leaky_relu_dropout;
    set.leaky_relu_dropout_backward = leaky_relu_dropout_backward;
    set.leaky_relu = leaky_relu;
    set.add = add;
    set.column_sums = column_sums;
    set.column_moments = column_moments;
    set.normalize = normalize;
    set.gradient_sums = gradient_sums;
    set.normalize_backward = normalize_backward;
    return with_spectral_kernels(set);
}
