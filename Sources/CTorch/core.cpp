#include "ctorch.h"
#include "libtorch.h"
#include <torch/version.h>
const char *ct_version(void) { return TORCH_VERSION; }
