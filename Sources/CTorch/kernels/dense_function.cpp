#include "dense_function.h"

#include "instruction_set.h"
#include "parallel.h"

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
    // As libtorch's is as fast there.
    if (!b.is_contiguous()) return at::mm(a, b);
    if (b.size(1) > 1) return transposed_product(a.t().contiguous(), b);
    // As a row, so that its tiles are full.
    if (!a.is_contiguous() && a.t().is_contiguous()) return transposed_product(b, a.t()).reshape({-1, 1});
    const DenseShape shape{a.size(0), b.size(0), 1};
    auto result = at::empty({shape.rows, 1}, b.options().memory_format(at::MemoryFormat::Contiguous));
    const auto rows = a.contiguous();
    const auto *left = rows.const_data_ptr<float>();
    const auto *right = b.const_data_ptr<float>();
    auto *target = result.data_ptr<float>();
    parallel_for_ranges(shape.rows, rows_at_once, [&](int64_t begin, int64_t end) {
        instruction_set()->dense_column(shape, left, right, begin, end, target);
    });
    return result;
}

/// a·b, whose gradients are such products again.
struct Product : torch::autograd::Function<Product> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &a, const at::Tensor &b) {
        context->save_for_backward({a, b});
        return product(a, b);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients) {
        const auto saved = context->get_saved_variables();
        const auto gradient = gradients[0].contiguous();
        return {context->needs_input_grad(0) ? apply(gradient, saved[1].t()) : at::Tensor(),
                context->needs_input_grad(1) ? apply(saved[0].t(), gradient) : at::Tensor()};
    }
};

} // namespace

at::Tensor dense(const at::Tensor &x, const at::Tensor &kernel, const std::optional<at::Tensor> &bias) {
    const bool fills_tiles = kernel.size(1) >= least_outputs || kernel.size(1) == 1;
    if (instruction_set() == nullptr || !is_plain(x) || !is_plain(kernel) || !fills_tiles) {
        return bias ? at::addmm(*bias, x, kernel) : at::mm(x, kernel);
    }
    const auto product = Product::apply(x.contiguous(), kernel.contiguous());
    return bias ? product + *bias : product;
}

} // namespace ctorch
