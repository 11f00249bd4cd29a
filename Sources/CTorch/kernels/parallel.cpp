#include "parallel.h"

#include "../libtorch.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <dlfcn.h>
#include <exception>

namespace {

struct Job {
    c10::function_ref<void(int64_t)> task;
    int64_t count;
    std::atomic<int64_t> next{0};
    std::atomic_flag failed;
    std::exception_ptr failure;
};

void work(void *data) {
    auto &job = *static_cast<Job *>(data);
    try {
        for (auto i = job.next++; i < job.count; i = job.next++) job.task(i);
    } catch (...) {
        if (!job.failed.test_and_set()) job.failure = std::current_exception();
    }
}

/// Runs a function on all threads of a team: the entry point of GNU's OpenMP library, which libtorch brings along.
using Team = void (*)(void (*function)(void *), void *data, unsigned threads, unsigned flags);

Team team() {
    static const auto found = reinterpret_cast<Team>(dlsym(RTLD_DEFAULT, "GOMP_parallel"));
    return found;
}

} // namespace

bool ctorch::has_threads() { return team() != nullptr; }

void ctorch::parallel_for(int64_t count, c10::function_ref<void(int64_t)> task) {
    if (count < 2 || at::get_num_threads() < 2 || at::in_parallel_region() || team() == nullptr) {
        for (int64_t i = 0; i < count; ++i) task(i);
        return;
    }
    Job job{task, count};
    // 0: as many threads as libtorch's operations have. Another number would make the library start its threads anew.
    team()(work, &job, 0, 0);
    if (job.failure) std::rethrow_exception(job.failure);
}

void ctorch::parallel_for_ranges(int64_t count, int64_t length, c10::function_ref<void(int64_t, int64_t)> task) {
    parallel_for((count + length - 1) / length,
                 [&](int64_t range) { task(range * length, std::min(count, (range + 1) * length)); });
}
