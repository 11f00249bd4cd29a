#pragma once

#include "image_maps.h"
#include "instruction_set.h"

namespace ctorch {

/// Convolutions of stride 2 between images of 1 or 3 channels and maps of many, one product per tap.
class DirectConvolution {
  public:
    DirectConvolution(const ConvolutionShape &shape, const InstructionSet &instructions)
        : shape(shape), instructions(&instructions) {}

    static bool covers(const ConvolutionShape &shape) {
        return shape.stride == 2 && (shape.input_channels == 1 || shape.input_channels == 3);
    }

    void forward(const MapsSource &inputs, const float *kernel, const float *bias, const MapsTarget &outputs) const;
    void backward_data(const MapsSource &outputs, const float *kernel, const float *bias,
                       const MapsTarget &inputs) const;
    void backward_weights(const MapsSource &inputs, const MapsSource &outputs, float *gradient) const;

  private:
    ConvolutionShape shape;
    const InstructionSet *instructions;
};

} // namespace ctorch
