// For pipe2 and addclosefrom_np.
#define _GNU_SOURCE
#include "hdf5_shim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <unistd.h>

int32_t hs_start_lister(
    const char *tool, const char *path, int64_t memory_limit, int64_t milliseconds, int32_t *process, int32_t *output
) {
    // Other processes that this one starts meanwhile must not keep the pipe open.
    int ends[2];
#ifdef __linux__
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
#else
    if (pipe(ends) != 0) return errno;
    for (int end = 0; end < 2; end++) fcntl(ends[end], F_SETFD, FD_CLOEXEC);
#endif
    char memory[24], time[24];
    snprintf(memory, sizeof memory, "%lld", (long long)memory_limit);
    snprintf(time, sizeof time, "%lld", (long long)milliseconds);
    char *const arguments[] = {(char *)tool, (char *)path, memory, time, NULL};
    char *const environment[] = {NULL};

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    // Signals that this process blocks or ignores are not for the other one.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    pid_t child = 0;
    const int code = posix_spawn(&child, tool, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    if (code != 0) {
        close(ends[0]);
        return code;
    }
    *process = child;
    *output = ends[0];
    return 0;
}
