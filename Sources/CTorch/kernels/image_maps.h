#pragma once

#include <cstdint>
#include <functional>

namespace ctorch {

/// Maps that a convolution takes image by image: from memory, or made on demand in a buffer of the thread's.
class MapsSource {
  public:
    using Make = std::function<void(int64_t image, float *maps)>;

    /// `size` is an image's.
    MapsSource(const float *maps, int64_t size) : maps(maps), size(size) {}
    MapsSource(Make make, int64_t size) : make(std::move(make)), size(size) {}

    /// What was made is there until the calling thread takes another image into this buffer, 0 or 1, from any source.
    const float *image(int64_t index, int buffer = 0) const;

  private:
    const float *maps = nullptr;
    Make make;
    int64_t size;
};

/// Maps that a convolution gives image by image: to memory, or to what is done next, while they are in the cache.
class MapsTarget {
  public:
    using Take = std::function<void(int64_t image, float *maps)>;

    MapsTarget(float *maps, int64_t size) : maps(maps), size(size) {}
    MapsTarget(Take take, int64_t size) : take(std::move(take)), size(size) {}

    /// Whether maps stay where they are put.
    bool is_memory() const { return maps != nullptr; }
    /// Where the calling thread puts an image's maps before it calls `finish`.
    float *place(int64_t index) const;
    void finish(int64_t index) const {
        if (take) take(index, place(index));
    }

  private:
    float *maps = nullptr;
    Take take;
    int64_t size;
};

} // namespace ctorch
