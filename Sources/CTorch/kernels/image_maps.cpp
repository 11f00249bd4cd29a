#include "image_maps.h"

#include <array>
#include <vector>

namespace ctorch {
namespace {

struct alignas(64) Line {
    float words[16];
};

float *at_least(std::vector<Line> &lines, int64_t size) {
    constexpr int64_t words = sizeof(Line) / sizeof(float);
    if (static_cast<int64_t>(lines.size()) * words < size) lines.resize((size + words - 1) / words);
    return lines.data()->words;
}

} // namespace

const float *MapsSource::image(int64_t index, int buffer) const {
    if (!make) return maps + index * size;
    static thread_local std::array<std::vector<Line>, 2> lines;
    float *made = at_least(lines[buffer], size);
    make(index, made);
    return made;
}

float *MapsTarget::place(int64_t index) const {
    if (!take) return maps + index * size;
    static thread_local std::vector<Line> lines;
    return at_least(lines, size);
}

} // namespace ctorch
