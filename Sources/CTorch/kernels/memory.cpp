#include "memory.h"

#include <cstdlib>
#include <mutex>
#include <new>
#include <sys/mman.h>
#include <vector>

namespace {

constexpr size_t alignment = size_t{2} << 20;

struct Block {
    void *start;
    size_t size;
};

/// Blocks that are in no tensor's use, of at most `limit` bytes together.
class FreeBlocks {
  public:
    Block take(size_t size) {
        {
            const std::lock_guard lock(mutex);
            auto best = blocks.end();
            for (auto block = blocks.begin(); block != blocks.end(); ++block) {
                const bool fits = block->size >= size && block->size / 2 <= size;
                if (fits && (best == blocks.end() || block->size < best->size)) best = block;
            }
            if (best != blocks.end()) {
                const auto block = *best;
                blocks.erase(best);
                total -= block.size;
                return block;
            }
        }
        Block block{std::aligned_alloc(alignment, size), size};
        if (block.start == nullptr) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
        madvise(block.start, block.size, MADV_HUGEPAGE);
#endif
        return block;
    }

    void give(Block block) {
        const std::lock_guard lock(mutex);
        if (total + block.size > limit) return std::free(block.start);
        blocks.push_back(block);
        total += block.size;
    }

  private:
    static constexpr size_t limit = size_t{512} << 20;
    size_t total = 0;
    std::mutex mutex;
    std::vector<Block> blocks;
};

FreeBlocks &free_blocks() {
    // Never destroyed: tensors may be freed while the process ends.
    static auto *const blocks = new FreeBlocks;
    return *blocks;
}

} // namespace

at::Tensor ctorch::huge_buffer(int64_t count) {
    const auto size = (static_cast<size_t>(count) * sizeof(float) + alignment - 1) / alignment * alignment;
    const auto block = free_blocks().take(size);
    return at::from_blob(block.start, {count}, [block](void *) { free_blocks().give(block); }, at::kFloat);
}
