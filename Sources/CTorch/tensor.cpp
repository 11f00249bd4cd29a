#include "internal.h"

#include <cstring>
#include <vector>

using ctorch::extents;
using ctorch::guarded;
using ctorch::produce;

void ct_tensor_free(ct_tensor *tensor) { delete tensor; }

int32_t ct_tensor_rank(const ct_tensor *tensor) { return static_cast<int32_t>(tensor->value.dim()); }

void ct_tensor_shape(const ct_tensor *tensor, int64_t *shape) {
    const auto sizes = tensor->value.sizes();
    std::copy(sizes.begin(), sizes.end(), shape);
}

int32_t ct_tensor_dtype(const ct_tensor *tensor) {
    switch (tensor->value.scalar_type()) {
    case at::kFloat: return CT_FLOAT32;
    case at::kDouble: return CT_FLOAT64;
    case at::kBFloat16: return CT_BFLOAT16;
    case at::kLong: return CT_INT64;
    case at::kByte: return CT_UINT8;
    case at::kBool: return CT_BOOL;
    default: return CT_OTHER_TYPE;
    }
}

ct_device ct_tensor_device(const ct_tensor *tensor) {
    const auto device = tensor->value.device();
    const auto index = std::max<int32_t>(device.index(), 0);
    switch (device.type()) {
    case at::kCPU: return {CT_CPU, 0};
    case at::kCUDA: return {CT_CUDA, index};
    case at::kMPS: return {CT_MPS, 0};
    default: return {CT_OTHER_DEVICE, index};
    }
}

bool ct_tensor_is_contiguous(const ct_tensor *tensor) { return tensor->value.is_contiguous(); }

bool ct_tensor_requires_gradient(const ct_tensor *tensor) { return tensor->value.requires_grad(); }

ct_status ct_tensor_require_gradient(ct_tensor *tensor, bool on, ct_message message) {
    return guarded(message, [&] { tensor->value.set_requires_grad(on); });
}

ct_status ct_tensor_data(const ct_tensor *tensor, void **data, ct_message message) {
    return guarded(message, [&] {
        TORCH_CHECK(tensor->value.device().is_cpu(), "the tensor is on the device ", tensor->value.device(),
                    ", not on the CPU");
        TORCH_CHECK(tensor->value.is_contiguous(), "the tensor is not contiguous");
        *data = tensor->value.data_ptr();
    });
}

ct_status ct_tensor_scalar(const ct_tensor *tensor, double *value, ct_message message) {
    return guarded(message, [&] { *value = tensor->value.item().toDouble(); });
}

ct_status ct_full(const int64_t *shape, int32_t rank, double value, int32_t dtype, ct_device device,
                  ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] {
        const auto options = at::TensorOptions(ctorch::scalar_type(dtype)).device(ctorch::device(device));
        return value == 0 ? at::zeros(extents(shape, rank), options) : at::full(extents(shape, rank), value, options);
    });
}

ct_status ct_from_bytes(const void *bytes, const int64_t *shape, int32_t rank, int32_t dtype, ct_tensor_out out,
                        ct_message message) {
    return produce(out, message, [&] {
        auto tensor = at::empty(extents(shape, rank), at::TensorOptions(ctorch::scalar_type(dtype)));
        if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), bytes, tensor.nbytes());
        return tensor;
    });
}

ct_status ct_reshape(const ct_tensor *x, const int64_t *shape, int32_t rank, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return x->value.reshape(extents(shape, rank)); });
}

ct_status ct_permute(const ct_tensor *x, const int64_t *order, int32_t rank, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return x->value.permute(extents(order, rank)); });
}

ct_status ct_narrow(const ct_tensor *x, int64_t dimension, int64_t start, int64_t length, ct_tensor_out out,
                    ct_message message) {
    return produce(out, message, [&] { return x->value.narrow(dimension, start, length); });
}

ct_status ct_concatenate(ct_tensor_list tensors, int64_t count, int64_t dimension, ct_tensor_out out,
                         ct_message message) {
    return produce(out, message, [&] {
        std::vector<at::Tensor> values;
        values.reserve(count);
        for (int64_t i = 0; i < count; ++i) values.push_back(tensors[i]->value);
        return at::cat(values, dimension);
    });
}

ct_status ct_pad(const ct_tensor *x, const int64_t *widths, int32_t count, double value, ct_tensor_out out,
                 ct_message message) {
    return produce(out, message, [&] { return at::constant_pad_nd(x->value, extents(widths, count), value); });
}

ct_status ct_contiguous(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return x->value.contiguous(); });
}

ct_status ct_cast(const ct_tensor *x, int32_t dtype, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return x->value.to(ctorch::scalar_type(dtype)); });
}

ct_status ct_move(const ct_tensor *x, ct_device device, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return x->value.to(ctorch::device(device)); });
}

ct_status ct_clone(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return x->value.clone(); });
}

ct_status ct_detach(const ct_tensor *x, ct_tensor_out out, ct_message message) {
    return produce(out, message, [&] { return x->value.detach(); });
}
