#include "dense_function.h"

#include "instruction_set.h"
#include "parallel.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>

namespace ctorch {
namespace {

/// Below so many outputs a product is bound by memory, and libtorch's is as fast.
constexpr int64_t least_outputs = 64;

bool is_plain(const at::Tensor &tensor) {
    return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.numel() > 0;
}

/// a·b, or aᵀ·b.
at::Tensor multiply(const at::Tensor &a, const at::Tensor &b, bool transposed) {
    const auto rows = a.size(transposed ? 1 : 0);
    const DenseShape shape{rows, b.size(0), b.size(1)};
    const std::array<int64_t, 2> extents = {rows, shape.columns};
    auto result = at::empty(extents, b.options().memory_format(at::MemoryFormat::Contiguous));
    const auto *left = a.const_data_ptr<float>();
    const auto *right = b.const_data_ptr<float>();
    auto *target = result.data_ptr<float>();
    const auto *instructions = instruction_set();
    const auto product = transposed ? instructions->dense_transposed_product : instructions->dense_product;
    const auto width = instructions->tile_columns();
    parallel_for((shape.columns + width - 1) / width,
                 [&](int64_t panel) { product(shape, left, right, panel * width, target); });
    return result;
}

struct Dense : torch::autograd::Function<Dense> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x,
                              const at::Tensor &kernel) {
        context->save_for_backward({x, kernel});
        return multiply(x.contiguous(), kernel.contiguous(), false);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto saved = context->get_saved_variables();
        const auto &gradient = gradients[0];
        torch::autograd::variable_list result(2);
        if (context->needs_input_grad(0)) result[0] = at::mm(gradient, saved[1].t());
        if (context->needs_input_grad(1)) {
            result[1] = at::GradMode::is_enabled() ? at::mm(saved[0].t(), gradient)
                                                   : multiply(saved[0].contiguous(), gradient.contiguous(), true);
        }
        return result;
    }
};

} // namespace

at::Tensor dense(const at::Tensor &x, const at::Tensor &kernel) {
    if (instruction_set() == nullptr || !is_plain(x) || !is_plain(kernel) || kernel.size(1) < least_outputs) {
        return at::mm(x, kernel);
    }
    return Dense::apply(x, kernel);
}

} // namespace ctorch
