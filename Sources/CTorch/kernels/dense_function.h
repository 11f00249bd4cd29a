#pragma once

#include "../libtorch.h"

#include <optional>

namespace ctorch {

/// x·kernel, [N, inputs]·[inputs, outputs], plus a bias [outputs] if there is one, with gradients.
at::Tensor dense(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias);

} // namespace ctorch
