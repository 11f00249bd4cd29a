#pragma once

#include "ctorch.h"
#include "libtorch.h"

#include <optional>
#include <utility>

struct ct_tensor {
    at::Tensor value;
};

struct ct_generator {
    at::Generator value;
};

namespace ctorch {

/// Describes the exception that is being handled.
ct_status describe_exception(ct_message message) noexcept;

/// A device that is not here, or an operation that it lacks.
struct unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Every fallible function of the C header runs inside this: whatever is thrown becomes a status and a message.
template <typename Body> ct_status guarded(ct_message message, Body &&body) noexcept {
    try {
        std::forward<Body>(body)();
        return CT_OK;
    } catch (...) {
        return describe_exception(message);
    }
}

/// `guarded` for the functions that give one new tensor.
template <typename Body> ct_status produce(ct_tensor_out out, ct_message message, Body &&body) noexcept {
    return guarded(message, [&] { *out = new ct_tensor{std::forward<Body>(body)()}; });
}

at::ScalarType scalar_type(int32_t dtype);

/// The device as libtorch's; loads CUDA where that is asked for.
at::Device device(ct_device description);

inline at::IntArrayRef extents(const int64_t *values, int32_t count) {
    return {values, static_cast<size_t>(count)};
}

inline std::optional<at::Tensor> optional(const ct_tensor *tensor) {
    return tensor == nullptr ? std::nullopt : std::optional(tensor->value);
}

struct BatchNormalization;
BatchNormalization normalization(const ct_batch_norm &settings);

} // namespace ctorch
