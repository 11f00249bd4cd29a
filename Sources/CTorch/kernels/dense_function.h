#pragma once

#include "../libtorch.h"

namespace ctorch {

/// x·kernel, [N, inputs]·[inputs, outputs], with gradients.
at::Tensor dense(const at::Tensor &x, const at::Tensor &kernel);

} // namespace ctorch
