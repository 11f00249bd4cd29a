#include "internal.h"
#include "kernels/instruction_set.h"
#include "kernels/parallel.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/GradMode.h>
#include <torch/version.h>

#include <atomic>
#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <string>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

#if defined(__GLIBC__)
// By default glibc gives large blocks back to the system when they are freed, and a training step that runs on a thread
// of its own faults them in again, zeroed page by page: 100 MB at each step of the tutorial's networks. Kept, they are
// reused. Blocks of any size then come from the heap, and from the one heap that can hold a batch's activations.
[[maybe_unused]] const bool keeps_freed_memory = [] {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
    return true;
}();
#endif

std::string first_line(std::string text) { return text.substr(0, text.find('\n')); }

ct_status report(ct_status status, const std::string &text, ct_message message) noexcept {
    *message = strdup(text.c_str());
    return status;
}

ct_status describe(const c10::Error &error, ct_message message) {
    auto text = first_line(error.what_without_backtrace());
    if (const auto start = text.find("DefaultCPUAllocator: "); start != std::string::npos) {
        return report(CT_OUT_OF_MEMORY, text.substr(start + strlen("DefaultCPUAllocator: ")), message);
    }
    if (dynamic_cast<const c10::OutOfMemoryError *>(&error) != nullptr) {
        return report(CT_OUT_OF_MEMORY, text, message);
    }
    if (dynamic_cast<const c10::NotImplementedError *>(&error) != nullptr) {
        return report(CT_UNAVAILABLE, text, message);
    }
    const bool internal = text.find("INTERNAL ASSERT FAILED") != std::string::npos;
    return report(internal ? CT_ENGINE : CT_INVALID_ARGUMENT, text, message);
}

/// The folder that libtorch_cpu was loaded from.
std::string library_folder() {
    Dl_info info;
    if (dladdr(reinterpret_cast<const void *>(&at::get_num_threads), &info) == 0 || info.dli_fname == nullptr) {
        return ".";
    }
    const std::string path = info.dli_fname;
    return path.substr(0, path.find_last_of('/'));
}

/// libtorch's kernels for CUDA register themselves when their library is loaded, which therefore must come before
/// libtorch is asked anything about CUDA: it keeps its first answer.
int32_t cuda_device_count() {
    static std::mutex mutex;
    static bool loaded = false;
    const std::lock_guard lock(mutex);
    if (!loaded) {
        const auto path = library_folder() + "/libtorch_cuda.so";
        if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
            const char *reason = dlerror();
            throw ctorch::unavailable("cannot load CUDA: " + std::string(reason == nullptr ? path : reason) +
                                      "; run `make setup CUDA=1`, or use the device cpu");
        }
        loaded = true;
    }
    return at::globalContext().getAcceleratorHooksInterface(at::kCUDA).deviceCount();
}

} // namespace

namespace ctorch {

ct_status describe_exception(ct_message message) noexcept {
    try {
        throw;
    } catch (const c10::Error &error) {
        return describe(error, message);
    } catch (const unavailable &error) {
        return report(CT_UNAVAILABLE, error.what(), message);
    } catch (const std::bad_alloc &) {
        return report(CT_OUT_OF_MEMORY, "the memory is used up", message);
    } catch (const std::exception &error) {
        return report(CT_ENGINE, first_line(error.what()), message);
    } catch (...) {
        return report(CT_ENGINE, "an exception of an unknown kind", message);
    }
}

at::ScalarType scalar_type(int32_t dtype) {
    switch (dtype) {
    case CT_FLOAT32: return at::kFloat;
    case CT_FLOAT64: return at::kDouble;
    case CT_BFLOAT16: return at::kBFloat16;
    case CT_INT64: return at::kLong;
    case CT_UINT8: return at::kByte;
    case CT_BOOL: return at::kBool;
    default: TORCH_CHECK(false, "unknown element type ", dtype);
    }
}

at::Device device(ct_device description) {
    switch (description.kind) {
    case CT_CUDA: {
        const auto count = cuda_device_count();
        if (description.index < 0 || description.index >= count) {
            throw unavailable("there is no CUDA device " + std::to_string(description.index) + "; " +
                              std::to_string(count) + " found");
        }
        return {at::kCUDA, static_cast<at::DeviceIndex>(description.index)};
    }
    case CT_MPS:
        if (!at::hasMPS()) throw unavailable("there is no device mps here; use the device cpu");
        return {at::kMPS, 0};
    default: return {at::kCPU};
    }
}

} // namespace ctorch

void ct_message_free(char *message) { free(message); }

const char *ct_version(void) { return TORCH_VERSION; }

const char *ct_cpu_capability(void) {
    static const std::string capability = at::get_cpu_capability();
    return capability.c_str();
}

const char *ct_convolution_kernels(void) {
    const auto *instructions = ctorch::instruction_set();
    if (instructions == nullptr) return "libtorch";
    return instructions->lanes == 16 ? "AVX-512" : "AVX2";
}

bool ct_has_bfloat16(void) { return ctorch::bfloat16_instruction_set() != nullptr; }

int32_t ct_thread_count(void) { return at::get_num_threads(); }

int32_t ct_kernel_thread_count(void) { return ctorch::has_threads() ? at::get_num_threads() : 1; }

ct_status ct_set_thread_count(int32_t count, ct_message message) {
    return ctorch::guarded(message, [&] { at::set_num_threads(count); });
}

ct_status ct_cuda_device_count(int32_t *count, ct_message message) {
    return ctorch::guarded(message, [&] { *count = cuda_device_count(); });
}

bool ct_has_mps(void) { return at::hasMPS(); }

bool ct_gradients_enabled(void) { return c10::GradMode::is_enabled(); }

void ct_set_gradients_enabled(bool enabled) { c10::GradMode::set_enabled(enabled); }
