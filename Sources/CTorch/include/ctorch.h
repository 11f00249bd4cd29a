#pragma once

// libtorch as the Torch module uses it, in C. No exception leaves a function of this header.
//
// A fallible function returns a ct_status. Where that is not CT_OK, *message is a sentence to be freed with
// ct_message_free, and the function's results are not written. A ct_tensor_out receives a new tensor that the
// caller frees with ct_tensor_free. Shapes are `rank` extents, outermost first.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma clang assume_nonnull begin

typedef struct ct_tensor ct_tensor;
typedef struct ct_generator ct_generator;

typedef ct_tensor *_Nullable *_Nonnull ct_tensor_out;
typedef char *_Nullable *_Nonnull ct_message;
typedef const ct_tensor *_Nullable const *_Nonnull ct_tensor_list;

typedef int32_t ct_status;
enum {
    CT_OK = 0,
    CT_INVALID_ARGUMENT = 1, // shapes, element types or values that do not go together
    CT_OUT_OF_MEMORY = 2,
    CT_UNAVAILABLE = 3, // a device or an operation on it that is not there
    CT_ENGINE = 4,      // anything else that libtorch reports
};

enum { CT_FLOAT32 = 0, CT_FLOAT64, CT_BFLOAT16, CT_INT64, CT_UINT8, CT_BOOL, CT_OTHER_TYPE };
enum { CT_CPU = 0, CT_CUDA, CT_MPS, CT_OTHER_DEVICE };

typedef struct {
    int32_t kind;
    int32_t index;
} ct_device;

void ct_message_free(char *message);

// The running library

const char *ct_version(void);
/// The instruction set that libtorch chose on this processor, such as "AVX512".
const char *ct_cpu_capability(void);
/// Whose 5×5 convolutions of float32 run on the CPU: "AVX-512" and "AVX2" are ours, "libtorch" where those cannot run.
const char *ct_convolution_kernels(void);
/// Whether this CPU has what `bfloat16` of the convolutions needs.
bool ct_has_bfloat16(void);
int32_t ct_thread_count(void);
/// The threads that our own kernels run on: 1 where the process has no GNU OpenMP, whose threads they take.
int32_t ct_kernel_thread_count(void);
ct_status ct_set_thread_count(int32_t count, ct_message message);
/// Loads libtorch_cuda.so from beside libtorch_cpu.so, once, and counts the CUDA devices.
ct_status ct_cuda_device_count(int32_t *count, ct_message message);
bool ct_has_mps(void);
bool ct_gradients_enabled(void);
void ct_set_gradients_enabled(bool enabled);

// Tensors

void ct_tensor_free(ct_tensor *tensor);
int32_t ct_tensor_rank(const ct_tensor *tensor);
void ct_tensor_shape(const ct_tensor *tensor, int64_t *shape);
int32_t ct_tensor_dtype(const ct_tensor *tensor);
ct_device ct_tensor_device(const ct_tensor *tensor);
bool ct_tensor_is_contiguous(const ct_tensor *tensor);
bool ct_tensor_requires_gradient(const ct_tensor *tensor);
ct_status ct_tensor_require_gradient(ct_tensor *tensor, bool on, ct_message message);
/// The elements of a contiguous tensor on the CPU.
ct_status ct_tensor_data(const ct_tensor *tensor, void *_Nullable *_Nonnull data, ct_message message);
ct_status ct_tensor_scalar(const ct_tensor *tensor, double *value, ct_message message);

ct_status ct_full(const int64_t *shape, int32_t rank, double value, int32_t dtype, ct_device device,
                  ct_tensor_out out, ct_message message);
/// A tensor on the CPU that holds a copy of `bytes`, which the caller has checked to be as long as the shape says.
ct_status ct_from_bytes(const void *_Nullable bytes, const int64_t *shape, int32_t rank, int32_t dtype,
                        ct_tensor_out out, ct_message message);

ct_status ct_reshape(const ct_tensor *x, const int64_t *shape, int32_t rank, ct_tensor_out out, ct_message message);
ct_status ct_permute(const ct_tensor *x, const int64_t *order, int32_t rank, ct_tensor_out out, ct_message message);
ct_status ct_narrow(const ct_tensor *x, int64_t dimension, int64_t start, int64_t length, ct_tensor_out out,
                    ct_message message);
ct_status ct_concatenate(ct_tensor_list tensors, int64_t count, int64_t dimension, ct_tensor_out out,
                         ct_message message);
/// `widths`: (before, after) of the last dimension, then of the one before it, and so on.
ct_status ct_pad(const ct_tensor *x, const int64_t *widths, int32_t count, double value, ct_tensor_out out,
                 ct_message message);
ct_status ct_contiguous(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_cast(const ct_tensor *x, int32_t dtype, ct_tensor_out out, ct_message message);
ct_status ct_move(const ct_tensor *x, ct_device device, ct_tensor_out out, ct_message message);
ct_status ct_clone(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_detach(const ct_tensor *x, ct_tensor_out out, ct_message message);

// Element by element

ct_status ct_add(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message);
ct_status ct_subtract(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message);
ct_status ct_multiply(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message);
ct_status ct_divide(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message);
ct_status ct_maximum(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message);
ct_status ct_minimum(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message);
ct_status ct_add_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message);
ct_status ct_multiply_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message);
ct_status ct_divide_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message);
/// b − a
ct_status ct_subtract_from_scalar(const ct_tensor *a, double b, ct_tensor_out out, ct_message message);
/// b / a
ct_status ct_divide_scalar_by(const ct_tensor *a, double b, ct_tensor_out out, ct_message message);

ct_status ct_negate(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_exp(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_log(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_sqrt(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_square(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_abs(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_tanh(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_sigmoid(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_softplus(const ct_tensor *x, ct_tensor_out out, ct_message message);
ct_status ct_leaky_relu(const ct_tensor *x, double slope, ct_tensor_out out, ct_message message);
ct_status ct_clamp(const ct_tensor *x, double low, double high, ct_tensor_out out, ct_message message);
/// The loss of each logit against the one probability `target`.
ct_status ct_sigmoid_cross_entropy(const ct_tensor *logits, double target, ct_tensor_out out, ct_message message);

// Classes and embeddings

ct_status ct_log_softmax(const ct_tensor *x, int64_t dimension, ct_tensor_out out, ct_message message);
/// The loss of each row of logits [N, K] against its label, of int64 [N] and 0 ..< K.
ct_status ct_softmax_cross_entropy(const ct_tensor *logits, const ct_tensor *labels, ct_tensor_out out,
                                   ct_message message);
/// x[indices[i]] for each i, of int64 [N].
ct_status ct_rows(const ct_tensor *x, const ct_tensor *indices, ct_tensor_out out, ct_message message);

// Reductions; over all dimensions where `rank` is 0

ct_status ct_sum(const ct_tensor *x, const int64_t *dimensions, int32_t rank, bool keep, ct_tensor_out out,
                 ct_message message);
ct_status ct_mean(const ct_tensor *x, const int64_t *dimensions, int32_t rank, bool keep, ct_tensor_out out,
                  ct_message message);
ct_status ct_variance(const ct_tensor *x, const int64_t *dimensions, int32_t rank, bool unbiased, bool keep,
                      ct_tensor_out out, ct_message message);
ct_status ct_max_value(const ct_tensor *x, double *value, ct_message message);
ct_status ct_min_value(const ct_tensor *x, double *value, ct_message message);
ct_status ct_all_finite(const ct_tensor *x, bool *result, ct_message message);
ct_status ct_equal(const ct_tensor *a, const ct_tensor *b, bool *result, ct_message message);

// In place, outside of any gradient

ct_status ct_copy_in_place(ct_tensor *x, const ct_tensor *source, ct_message message);
ct_status ct_add_in_place(ct_tensor *x, const ct_tensor *other, double scale, ct_message message);
ct_status ct_multiply_in_place(ct_tensor *x, double factor, ct_message message);
ct_status ct_fill_in_place(ct_tensor *x, double value, ct_message message);

// Networks

ct_status ct_matmul(const ct_tensor *a, const ct_tensor *b, ct_tensor_out out, ct_message message);
/// Of a symmetric matrix, whose lower triangle is read: eigenvalues, ascending, and eigenvectors in columns.
ct_status ct_symmetric_eigen(const ct_tensor *x, ct_tensor_out values, ct_tensor_out vectors, ct_message message);
/// x · kernel + bias
ct_status ct_linear(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *_Nullable bias, ct_tensor_out out,
                    ct_message message);

/// Rows and columns before and after an image, outermost dimension first.
typedef struct {
    int64_t before[2];
    int64_t after[2];
} ct_margins;

typedef struct {
    /// 0 for none.
    double rate;
    /// Of the LeakyReLU before it; 1 for none.
    double slope;
    ct_generator *generator;
} ct_dropout;

/// Dropout of LeakyReLU(x).
ct_status ct_dropped(const ct_tensor *x, ct_dropout dropout, ct_tensor_out out, ct_message message);

/// What else a convolution does, in its own passes where our kernels compute it.
typedef struct {
    /// Of a LeakyReLU of x before it; 1 for none.
    double slope;
    /// Of its result.
    const ct_dropout *_Nullable dropout;
    /// What is added to its result, of its shape.
    const ct_tensor *_Nullable addend;
} ct_convolution_neighbours;

/// Cross-correlation of x [N, C, H, W], with zeros around it, and kernel [O, C, kh, kw]. With `bfloat16`, our own kernels
/// for many channels round what they multiply; CT_UNAVAILABLE where the processor cannot.
ct_status ct_conv2d(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *_Nullable bias, int64_t stride,
                    ct_margins padding, bool bfloat16, ct_convolution_neighbours neighbours, ct_tensor_out out,
                    ct_message message);
typedef struct {
    /// A feature is a row or a map of x, its second dimension; or, where there are as many features as an image has
    /// elements, in the order H, W, C, each of these.
    const ct_tensor *gamma;
    const ct_tensor *beta;
    const ct_tensor *moving_mean;
    const ct_tensor *moving_variance;
    double epsilon;
    /// Of the LeakyReLU that follows; 1 for none.
    double slope;
    /// Whether by the batch's moments, which are taken into the moving ones as moving = momentum·moving + (1 −
    /// momentum)·batch, with the variance divided by the count (not the count less 1).
    bool training;
    double momentum;
} ct_batch_norm;

/// LeakyReLU of x, [N, F] or [N, C, H, W], normalised.
ct_status ct_normalized(const ct_tensor *x, ct_batch_norm batch_norm, ct_tensor_out out, ct_message message);

/// The adjoint of ct_conv2d: x [N, C, H, W], kernel [C, O, kh, kw]. `crop` is taken off the full result,
/// (H − 1)·stride + kh rows high, to which `extension` rows and columns of zeros were added at its end. With a
/// `batch_norm`, x is normalised before.
ct_status ct_conv_transpose2d(const ct_tensor *x, const ct_tensor *kernel, const ct_tensor *_Nullable bias,
                              int64_t stride, ct_margins crop, const int64_t extension[_Nonnull 2], bool bfloat16,
                              const ct_batch_norm *_Nullable batch_norm, ct_tensor_out out, ct_message message);

// Random numbers

ct_status ct_generator_create(uint64_t seed, ct_device device, ct_generator *_Nullable *_Nonnull out,
                              ct_message message);
void ct_generator_free(ct_generator *generator);
ct_status ct_generator_state(ct_generator *generator, ct_tensor_out out, ct_message message);
ct_status ct_generator_restore(ct_generator *generator, const ct_tensor *state, ct_message message);
ct_status ct_random_normal(const int64_t *shape, int32_t rank, ct_generator *generator, ct_tensor_out out,
                           ct_message message);
ct_status ct_random_uniform(const int64_t *shape, int32_t rank, double low, double high, ct_generator *generator,
                            ct_tensor_out out, ct_message message);
ct_status ct_random_bernoulli(const int64_t *shape, int32_t rank, double probability, ct_generator *generator,
                              ct_tensor_out out, ct_message message);

// Gradients and optimizers

/// Writes d loss / d inputs[i] to out[i], zeros where the loss does not depend on it.
ct_status ct_gradients(const ct_tensor *loss, ct_tensor_list inputs, int64_t count, bool differentiable,
                       ct_tensor_out out, ct_message message);

typedef struct {
    /// learning rate · √(1 − β2ᵗ) / (1 − β1ᵗ)
    double step_size;
    double beta1;
    double beta2;
    double epsilon;
} ct_adam;

/// One step of Adam for `count` parameters, whose gradients and moments the caller has checked to have their shapes:
/// m += (1 − β1)·(g − m), v += (1 − β2)·(g² − v), parameter −= step size · m/(√v + ε).
ct_status ct_adam_step(ct_tensor_list parameters, ct_tensor_list gradients, ct_tensor_list m, ct_tensor_list v,
                       int64_t count, ct_adam settings, ct_message message);

#pragma clang assume_nonnull end
#ifdef __cplusplus
}
#endif
