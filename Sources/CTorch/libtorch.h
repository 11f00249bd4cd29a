#pragma once

// The one place where libtorch's headers enter, so that a checkout without them says what to do.
#if __has_include(<ATen/ATen.h>)
#include <ATen/ATen.h>
#else
#error "libtorch is not set up; run: make setup"
#endif
