#include "memory.h"

#include <c10/core/CPUAllocator.h>

#include <map>
#include <mutex>
#include <sys/mman.h>
#include <vector>

namespace {

constexpr size_t huge_page = size_t{2} << 20;

struct Block {
    void *start;
    size_t size;
};

/// Large blocks of memory in huge pages, where the system has them, kept for reuse when they are freed: fresh memory is
/// zeroed and mapped page by page, and what a step writes and reads with wide strides needs more small pages than the
/// processor keeps translations of.
class HugePages final : public c10::Allocator {
  public:
    HugePages() : others(c10::GetDefaultCPUAllocator()) {}

    c10::DataPtr allocate(size_t size) override {
        if (size < huge_page / 2) return others->allocate(size);
        const auto block = take((size + huge_page - 1) / huge_page * huge_page);
        // The other allocator has the sentence for an error.
        if (block.start == nullptr) return others->allocate(size);
        return {block.start, block.start, raw_deleter(), at::Device(at::kCPU)};
    }

    c10::DeleterFnPtr raw_deleter() const override {
        return [](void *start) { instance().give(start); };
    }

    void copy_data(void *target, const void *source, size_t size) const override {
        default_copy_data(target, source, size);
    }

    static HugePages &instance() {
        // Never destroyed: tensors may be freed while the process ends.
        static auto *const pages = new HugePages;
        return *pages;
    }

  private:
    /// Free blocks of at most so many bytes together are kept.
    static constexpr size_t limit = size_t{1} << 30;

    Block take(size_t size) {
        const std::lock_guard lock(mutex);
        auto best = free.end();
        for (auto block = free.begin(); block != free.end(); ++block) {
            const bool fits = block->size >= size && block->size / 2 <= size;
            if (fits && (best == free.end() || block->size < best->size)) best = block;
        }
        Block block{nullptr, size};
        if (best != free.end()) {
            block = *best;
            free.erase(best);
            free_size -= block.size;
        } else {
            block.start = map(size);
        }
        if (block.start != nullptr) used[block.start] = block.size;
        return block;
    }

    /// Fresh pages, aligned to huge ones, or null.
    static void *map(size_t size) {
        auto *const start = static_cast<char *>(
            mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (start == MAP_FAILED) return nullptr;
        const auto before = (huge_page - reinterpret_cast<uintptr_t>(start) % huge_page) % huge_page;
        if (before > 0) munmap(start, before);
        munmap(start + before + size, huge_page - before);
#if defined(MADV_HUGEPAGE)
        madvise(start + before, size, MADV_HUGEPAGE);
#endif
        return start + before;
    }

    void give(void *start) {
        std::unique_lock lock(mutex);
        const auto found = used.find(start);
        if (found == used.end()) {
            lock.unlock();
            return others->raw_deallocate(start);
        }
        const Block block{start, found->second};
        used.erase(found);
        if (free_size + block.size > limit) {
            munmap(block.start, block.size);
            return;
        }
        free.push_back(block);
        free_size += block.size;
    }

    c10::Allocator *const others;
    std::mutex mutex;
    std::map<void *, size_t> used;
    std::vector<Block> free;
    size_t free_size = 0;
};

// The address sanitizer knows the ends of its own allocations only.
#if !__has_feature(address_sanitizer)
[[maybe_unused]] const bool is_used = [] {
    c10::SetCPUAllocator(&HugePages::instance());
    return true;
}();
#endif

} // namespace

at::Tensor ctorch::buffer(int64_t count) { return at::empty({count}, at::kFloat); }
