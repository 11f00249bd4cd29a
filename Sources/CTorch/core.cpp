#include "ctorch.h"
#include <ATen/ATen.h>
#include <torch/version.h>
const char *ct_version(void) { return TORCH_VERSION; }
