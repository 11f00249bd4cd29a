#include "gate.h"

#include "instruction_set.h"

namespace ctorch {

void Gate::apply(int64_t image, const float *other, float *result) const {
    const auto size = maps.numel() / maps.size(0);
    activation.backward(maps.const_data_ptr<float>() + image * size, other, result, size);
}

MapsSource Gate::source(const at::Tensor &other, const at::Tensor &channel_sums) const {
    const auto size = other.numel() / other.size(0);
    if (passes_all()) return {other.const_data_ptr<float>(), size};
    auto *const sums = channel_sums.defined() ? channel_sums.data_ptr<float>() : nullptr;
    return {[=, *this](int64_t image, float *made) {
                apply(image, other.const_data_ptr<float>() + image * size, made);
                if (sums == nullptr) return;
                const auto channels = other.size(1);
                const MatrixPart pixels{size / channels, channels, channels};
                instruction_set()->column_sums(pixels, made, sums + image * channels);
            },
            size};
}

at::Tensor Gate::operator()(const at::Tensor &other) const {
    return passes_all() ? other : activation.gradient(maps, other);
}

} // namespace ctorch
