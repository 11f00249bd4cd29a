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
constexpr int64_t rows_at_once = 8;

/// Columns of a product that are one thread's task, whole tiles.
constexpr int64_t columns_at_once = 128;

/// aᵀ·b
at::Tensor transposed_product(const at::Tensor &a, const at::Tensor &b) {
    const DenseShape shape{a.size(1), b.size(0), b.size(1)};
    const std::array<int64_t, 2> extents = {shape.rows, shape.columns};
    auto result = at::empty(extents, b.options().memory_format(at::MemoryFormat::Contiguous));
    const auto *left = a.const_data_ptr<float>();
    const auto *right = b.const_data_ptr<float>();
    auto *target = result.data_ptr<float>();
    parallel_for_ranges(shape.columns, columns_at_once, [&](int64_t begin, int64_t end) {
        instruction_set()->dense_product(shape, left, right, begin, end, target);
    });
    return result;
}

/// a·b
at::Tensor product(const at::Tensor &a, const at::Tensor &b) {
    if (b.size(1) > 1) return transposed_product(a.t().contiguous(), b);
    const DenseShape shape{a.size(0), b.size(0), 1};
    auto result = at::empty({shape.rows, 1}, b.options().memory_format(at::MemoryFormat::Contiguous));
    const auto *left = a.const_data_ptr<float>();
    const auto *right = b.const_data_ptr<float>();
    auto *target = result.data_ptr<float>();
    parallel_for_ranges(shape.rows, rows_at_once, [&](int64_t begin, int64_t end) {
        instruction_set()->dense_column(shape, left, right, begin, end, target);
    });
    return result;
}

struct Dense : torch::autograd::Function<Dense> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x,
                              const at::Tensor &kernel) {
        context->save_for_backward({x, kernel});
        return product(x.contiguous(), kernel.contiguous());
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
                                           : product(gradient.contiguous(), kernel.reshape({1, -1}));
        }
        if (context->needs_input_grad(1)) {
            if (records) {
                result[1] = at::mm(x.t(), gradient);
            } else if (single) {
                // As a row, so that its tiles are full.
                result[1] = transposed_product(gradient.contiguous(), x.contiguous()).reshape({-1, 1});
            } else {
                result[1] = transposed_product(x.contiguous(), gradient.contiguous());
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
