#include "dense_function.h"

#include "instruction_set.h"
#include "parallel.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>

namespace ctorch {
namespace {

/// With fewer outputs, but for one, most of a tile would be empty.
constexpr int64_t least_outputs = 32;

/// Rows of a product with one column that are one thread's task.
constexpr int64_t rows_at_once = 32;

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
    if (shape.columns == 1 && !transposed) {
        parallel_for_ranges(rows, rows_at_once, [&](int64_t begin, int64_t end) {
            instructions->dense_column(shape, left, right, begin, end, target);
        });
        return result;
    }
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
        const auto &x = saved[0];
        const auto &kernel = saved[1];
        const bool records = at::GradMode::is_enabled();
        const bool single = kernel.size(1) == 1;
        if (context->needs_input_grad(0)) {
            result[0] = records || !single ? at::mm(gradient, kernel.t())
                                           : multiply(gradient.contiguous(), kernel.reshape({1, -1}), false);
        }
        if (context->needs_input_grad(1)) {
            if (records) {
                result[1] = at::mm(x.t(), gradient);
            } else if (single) {
                // As a row, so that its tiles are full.
                result[1] = multiply(gradient.reshape({1, -1}), x.contiguous(), false).reshape({-1, 1});
            } else {
                result[1] = multiply(x.contiguous(), gradient.contiguous(), true);
            }
        }
        return result;
    }
};

} // namespace

at::Tensor dense(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias) {
    const bool fills_tiles = kernel.size(1) >= least_outputs || kernel.size(1) == 1;
    if (instruction_set() == nullptr || !is_plain(x) || !is_plain(kernel) || !fills_tiles) {
        return bias ? at::addmm(*bias, x, kernel) : at::mm(x, kernel);
    }
    const auto product = Dense::apply(x, kernel);
    return bias ? product + *bias : product;
}

} // namespace ctorch
