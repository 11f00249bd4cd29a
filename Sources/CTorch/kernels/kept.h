#pragma once

#include "../libtorch.h"

#include <torch/csrc/autograd/custom_function.h>

#include <utility>

namespace ctorch {

/// Keeps what a function's gradients are made from, a struct that lists its tensors. libtorch keeps these itself: it
/// releases them with the graph, and notices where one was changed meanwhile.
template <typename Saved> void keep(torch::autograd::AutogradContext *context, Saved saved) {
    torch::autograd::variable_list tensors;
    for (auto *tensor : saved.tensors()) tensors.push_back(std::exchange(*tensor, {}));
    context->save_for_backward(std::move(tensors));
    context->saved_data["rest"] = at::IValue::make_capsule(c10::make_intrusive<Saved>(std::move(saved)));
}

template <typename Saved> Saved kept(torch::autograd::AutogradContext *context) {
    Saved saved = *c10::static_intrusive_pointer_cast<Saved>(context->saved_data["rest"].toCapsule());
    auto tensors = context->get_saved_variables();
    const auto places = saved.tensors();
    for (size_t i = 0; i < places.size(); ++i) *places[i] = std::move(tensors[i]);
    return saved;
}

} // namespace ctorch
