// For closefrom.
#define _GNU_SOURCE
#include "confine.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

static void limit(int resource, rlim_t value) {
    const struct rlimit limits = {value, value};
    setrlimit(resource, &limits);
}

// Bytes of memory that this process has mapped; 0 where the system does not tell.
static rlim_t mapped_bytes(void) {
    char line[64] = "";
    const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    const ssize_t count = read(file, line, sizeof line - 1);
    close(file);
    return count <= 0 ? 0 : (rlim_t)strtoull(line, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#ifdef __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// Goes on with the next statement where the loaded value is `value`, else passes over it.
#define IF(value) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1)
#define ALLOWED(name) IF(__NR_##name), ALLOW

// What is not named here fails as not permitted. Each filter is added to those before.
static void install(struct sock_filter *filter, unsigned short length) {
    struct sock_fprog program = {length, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void allow_reading_only(void) {
    struct sock_filter filter[] = {
        LOAD(arch), IF(ARCHITECTURE), BPF_STMT(BPF_JMP | BPF_JA, 1), REFUSE,
        LOAD(nr),
        ALLOWED(read), ALLOWED(pread64), ALLOWED(lseek), ALLOWED(write), ALLOWED(close), ALLOWED(fstat),
        ALLOWED(newfstatat), ALLOWED(mmap), ALLOWED(munmap), ALLOWED(mremap), ALLOWED(mprotect), ALLOWED(madvise),
        ALLOWED(brk), ALLOWED(futex), ALLOWED(exit), ALLOWED(exit_group), ALLOWED(rt_sigreturn),
        ALLOWED(rt_sigprocmask), ALLOWED(clock_gettime),
        // For abort(3).
        ALLOWED(getpid), ALLOWED(gettid), ALLOWED(tgkill),
        // These may be asked for by the limits and the second filter that follow.
        ALLOWED(prctl), ALLOWED(prlimit64), ALLOWED(setrlimit),
        // Opening is allowed for reading alone.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_openat, 1, 0), REFUSE,
        LOAD(args[2]), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, O_ACCMODE | O_CREAT | O_TRUNC), IF(O_RDONLY), ALLOW, REFUSE,
    };
    install(filter, sizeof filter / sizeof *filter);
}

void forbid_opening(void) {
    struct sock_filter filter[] = {
        LOAD(nr), IF(__NR_openat), REFUSE, IF(__NR_prctl), REFUSE, IF(__NR_prlimit64), REFUSE, IF(__NR_setrlimit),
        REFUSE, ALLOW,
    };
    install(filter, sizeof filter / sizeof *filter);
}
#else
static void allow_reading_only(void) {}

void forbid_opening(void) { limit(RLIMIT_NOFILE, 0); }
#endif

void confine_before_opening(uint64_t memory, uint64_t milliseconds) {
    const int after_standard = STDERR_FILENO + 1;
#ifdef __linux__
    closefrom(after_standard);
#else
    for (int descriptor = after_standard; descriptor < 1024; descriptor++) close(descriptor);
#endif
    // Of the processor; on a machine that has much else to do, or a slow disk, it may take longer.
    const struct itimerval time = {.it_value = {(time_t)(milliseconds / 1000), (suseconds_t)(milliseconds % 1000 * 1000)}};
    setitimer(ITIMER_PROF, &time, NULL);
    alarm((unsigned)(60 + milliseconds / 100));
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NPROC, 0);
    // One file can be opened, and no second beside it.
    limit(RLIMIT_NOFILE, (rlim_t)after_standard + 1);
    const rlim_t mapped = mapped_bytes();
    if (mapped > 0) limit(RLIMIT_AS, mapped + memory);
    allow_reading_only();
}
