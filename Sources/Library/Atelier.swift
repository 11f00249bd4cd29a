// All of the library by one name, `import Atelier`.

@_exported public import Datasets
@_exported public import Evaluation
@_exported public import GAN
@_exported public import Interchange
@_exported public import Networks
@_exported public import Runs
@_exported public import Torch
