#pragma once

#if __has_include(<ATen/ATen.h>)
#include <ATen/ATen.h>
#else
#error "libtorch is not set up; run: make setup"
#endif
