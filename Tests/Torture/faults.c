// A library that is loaded before a program (LD_PRELOAD) and stands between it and the system: it records what the program
// does to the files of one folder, has calls fail, and can plant bugs that a test must find. The program knows nothing of it.
//
//   FAULTS_ROOT=FOLDER        the folder; whatever lies elsewhere is left alone
//   FAULTS_LOG=FILE           record every change of it, with the bytes
//   FAULTS_FAIL=N:KIND        have the Nth change fail. KIND is a number of errno.h, which with a `+` holds for all later
//                             changes too (a full disk), or `short`: a write takes half of its bytes
//   FAULTS_HIT=FILE           write there which call failed
//   FAULTS_FLOCK=ERRNO        have every lock fail so
//   FAULTS_CLOCK=N            from the Nth look at the clock on, it is a day earlier
//   FAULTS_PLANT=BUG          drop-fsync: files are not synced; early-rename: a file gets its name before its bytes;
//                             free-flock: locks are granted to everybody
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

enum { MAXIMUM_DESCRIPTORS = 4096 };

// A file under the root that is open for writing, or a folder.
typedef struct {
    bool is_tracked;
    bool is_delayed;
    ino_t inode;
    char *path;
    // What `early-rename` has kept from the disk.
    char *bytes;
    size_t count;
} descriptor;

static descriptor descriptors[MAXIMUM_DESCRIPTORS];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *plant = "";
static int log_file = -1;
static long changes, fail_at, clock_looks, clock_at;
static int fail_code, flock_code;
static bool fails_on, is_short;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static const char *setting(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

__attribute__((constructor)) static void begin(void) {
    root = setting("FAULTS_ROOT");
    if (setting("FAULTS_PLANT")) plant = setting("FAULTS_PLANT");
    if (setting("FAULTS_CLOCK")) clock_at = atol(setting("FAULTS_CLOCK"));
    if (setting("FAULTS_FLOCK")) flock_code = atoi(setting("FAULTS_FLOCK"));
    if (setting("FAULTS_LOG")) {
        log_file = REAL(open)(setting("FAULTS_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    }
    const char *fail = setting("FAULTS_FAIL");
    if (fail != NULL) {
        char *kind = NULL;
        fail_at = strtol(fail, &kind, 10);
        is_short = strcmp(kind, ":short") == 0;
        fail_code = atoi(kind + 1);
        fails_on = kind[strlen(kind) - 1] == '+';
    }
}

// The absolute path of `path` from the folder `base`, whose last name is not followed if it is a link.
static void resolve(int base, const char *path, char result[PATH_MAX]) {
    char folder[PATH_MAX], full[PATH_MAX];
    if (path[0] == '/') {
        snprintf(full, sizeof full, "%s", path);
    } else {
        char link[64];
        snprintf(link, sizeof link, base == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", base);
        const ssize_t count = readlink(link, folder, sizeof folder - 1);
        folder[count < 0 ? 0 : count] = '\0';
        if (snprintf(full, sizeof full, "%s/%s", folder, path) >= (int)sizeof full) full[0] = '\0';
    }
    size_t length = strlen(full);
    while (length > 1 && full[length - 1] == '/') full[--length] = '\0';
    char *slash = strrchr(full, '/');
    result[0] = '\0';
    if (slash == NULL) return;
    char name[NAME_MAX + 1];
    snprintf(name, sizeof name, "%s", slash + 1);
    *slash = '\0';
    char parent[PATH_MAX];
    if (realpath(full[0] == '\0' ? "/" : full, parent) == NULL) return;
    if (snprintf(result, PATH_MAX, "%s/%s", strcmp(parent, "/") == 0 ? "" : parent, name) >= PATH_MAX) result[0] = '\0';
}

static bool is_under_root(const char *path) {
    const size_t length = root == NULL ? 0 : strlen(root);
    return length > 0 && strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static descriptor *tracked(int file) {
    return file >= 0 && file < MAXIMUM_DESCRIPTORS && descriptors[file].is_tracked ? &descriptors[file] : NULL;
}

static void record(const char *head, const void *bytes, size_t count) {
    if (log_file < 0) return;
    const struct iovec parts[] = {
        {(void *)head, strlen(head)}, {"\n", 1}, {(void *)bytes, count}, {"\n", count > 0 ? 1 : 0}};
    REAL(writev)(log_file, parts, 4);
}

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...) {
    char head[2 * PATH_MAX + 100];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(head, sizeof head, format, arguments);
    va_end(arguments);
    record(head, NULL, 0);
}

// Counts a change; returns the errno with which it fails, or 0.
static int fault(const char *call, const char *path) {
    changes += 1;
    if (fail_at == 0 || is_short || !(changes == fail_at || (fails_on && changes > fail_at))) return 0;
    if (changes == fail_at && setting("FAULTS_HIT")) {
        const int hit = REAL(open)(setting("FAULTS_HIT"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        dprintf(hit, "%s %s\n", call, path);
        REAL(close)(hit);
    }
    return fail_code;
}

static bool is_planted(const char *bug) { return strcmp(plant, bug) == 0; }

// Opening

static void track(int file, const char *path, bool is_new, int flags) {
    struct stat status;
    if (file < 0 || file >= MAXIMUM_DESCRIPTORS || fstat(file, &status) != 0) return;
    descriptor *entry = &descriptors[file];
    free(entry->path);
    free(entry->bytes);
    *entry = (descriptor){
        .is_tracked = true, .inode = status.st_ino, .path = strdup(path),
        .is_delayed = is_planted("early-rename") && strstr(path, ".atelier-tmp") != NULL};
    if (is_new) note("C %lu %s", (unsigned long)status.st_ino, path);
    if (!is_new && (flags & O_TRUNC)) note("T %lu 0", (unsigned long)status.st_ino);
}

static int open_file(int base, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    const bool is_change = (flags & (O_CREAT | O_TRUNC)) != 0;
    const bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_DIRECTORY) != 0;
    if (root == NULL || !(writes || is_change)) return REAL(openat)(base, path, flags, mode);
    resolve(base, path, full);
    if (!is_under_root(full)) return REAL(openat)(base, path, flags, mode);
    pthread_mutex_lock(&mutex);
    struct stat status;
    const bool is_new = (flags & O_CREAT) && lstat(full, &status) != 0;
    const int code = is_new || (flags & O_TRUNC) ? fault("open", full) : 0;
    const int file = code == 0 ? REAL(openat)(base, path, flags, mode) : -1;
    const int found = code == 0 ? errno : code;
    if (file >= 0) track(file, full, is_new, flags);
    pthread_mutex_unlock(&mutex);
    errno = found;
    return file;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list arguments; \
        va_start(arguments, flags); \
        mode = va_arg(arguments, mode_t); \
        va_end(arguments); \
    }

int open(const char *path, int flags, ...) {
    MODE(flags)
    return open_file(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE(flags)
    return open_file(AT_FDCWD, path, flags, mode);
}
int openat(int base, const char *path, int flags, ...) {
    MODE(flags)
    return open_file(base, path, flags, mode);
}
int openat64(int base, const char *path, int flags, ...) {
    MODE(flags)
    return open_file(base, path, flags, mode);
}

// What early-rename keeps of files that are closed and not yet renamed.
static struct { char *path, *bytes; size_t count; } kept[64];

static void keep(descriptor *entry) {
    for (size_t index = 0; index < sizeof kept / sizeof *kept; index++) {
        if (kept[index].path != NULL) continue;
        kept[index].path = strdup(entry->path);
        kept[index].bytes = entry->bytes;
        kept[index].count = entry->count;
        entry->bytes = NULL;
        return;
    }
}

int close(int file) {
    pthread_mutex_lock(&mutex);
    descriptor *entry = tracked(file);
    if (entry != NULL) {
        if (entry->is_delayed && entry->bytes != NULL) keep(entry);
        entry->is_tracked = false;
    }
    pthread_mutex_unlock(&mutex);
    return REAL(close)(file);
}

// Writing

static ssize_t write_file(int file, const void *bytes, size_t count, off_t offset, bool has_offset) {
    pthread_mutex_lock(&mutex);
    descriptor *entry = tracked(file);
    ssize_t written = -1;
    int code = entry == NULL ? 0 : fault("write", entry->path);
    if (entry != NULL && code == 0 && is_short && changes == fail_at && count > 1) count /= 2;
    if (code == 0 && entry != NULL && entry->is_delayed) {
        entry->bytes = realloc(entry->bytes, entry->count + count + 1);
        memcpy(entry->bytes + entry->count, bytes, count);
        entry->count += count;
        written = (ssize_t)count;
    } else if (code == 0) {
        if (entry != NULL && !has_offset) {
            const bool appends = (fcntl(file, F_GETFL) & O_APPEND) != 0;
            offset = lseek(file, 0, appends ? SEEK_END : SEEK_CUR);
        }
        written = entry == NULL || !has_offset ? REAL(write)(file, bytes, count) : REAL(pwrite)(file, bytes, count, offset);
        code = errno;
        if (entry != NULL && written > 0) {
            char head[100];
            snprintf(head, sizeof head, "W %lu %ld %zd", (unsigned long)entry->inode, (long)offset, written);
            record(head, bytes, (size_t)written);
        }
    }
    pthread_mutex_unlock(&mutex);
    errno = code;
    return written;
}

ssize_t write(int file, const void *bytes, size_t count) {
    if (tracked(file) == NULL) return REAL(write)(file, bytes, count);
    return write_file(file, bytes, count, 0, false);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    if (tracked(file) == NULL) return REAL(pwrite)(file, bytes, count, offset);
    return write_file(file, bytes, count, offset, true);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) {
    return pwrite(file, bytes, count, offset);
}

int ftruncate(int file, off_t length) {
    pthread_mutex_lock(&mutex);
    const descriptor *entry = tracked(file);
    int code = entry == NULL ? 0 : fault("ftruncate", entry->path);
    int result = -1;
    if (code == 0) {
        result = REAL(ftruncate)(file, length);
        code = errno;
        if (entry != NULL && result == 0) note("T %lu %ld", (unsigned long)entry->inode, (long)length);
    }
    pthread_mutex_unlock(&mutex);
    errno = code;
    return result;
}
int ftruncate64(int file, off_t length) { return ftruncate(file, length); }

static int sync_file(int file, bool data_only) {
    pthread_mutex_lock(&mutex);
    const descriptor *entry = tracked(file);
    int code = entry == NULL ? 0 : fault("fsync", entry->path);
    int result = code == 0 ? 0 : -1;
    const bool is_dropped = entry != NULL && (entry->is_delayed || is_planted("drop-fsync"));
    if (code == 0 && !is_dropped) {
        // What the disk keeps is played by whoever reads the record; the disk itself need not be waited for.
        if (entry == NULL || log_file < 0) result = data_only ? REAL(fdatasync)(file) : REAL(fsync)(file);
        code = errno;
        if (entry != NULL && result == 0) note("S %lu", (unsigned long)entry->inode);
    }
    pthread_mutex_unlock(&mutex);
    errno = code;
    return result;
}
int fsync(int file) { return sync_file(file, false); }
int fdatasync(int file) { return sync_file(file, true); }

// Names

static void write_kept(const char *old, const char *path, ino_t inode) {
    for (size_t index = 0; index < sizeof kept / sizeof *kept; index++) {
        if (kept[index].path == NULL || strcmp(kept[index].path, old) != 0) continue;
        const int file = REAL(open)(path, O_WRONLY | O_CLOEXEC);
        char head[100];
        for (size_t done = 0; done < kept[index].count;) {
            const size_t rest = kept[index].count - done, piece = rest < 4096 ? rest : 4096;
            const ssize_t written = REAL(write)(file, kept[index].bytes + done, piece);
            if (written <= 0) break;
            snprintf(head, sizeof head, "W %lu %zu %zd", (unsigned long)inode, done, written);
            record(head, kept[index].bytes + done, (size_t)written);
            done += (size_t)written;
            usleep(200);
        }
        note("S %lu", (unsigned long)inode);
        REAL(close)(file);
        free(kept[index].path);
        free(kept[index].bytes);
        kept[index].path = NULL;
    }
}

static int rename_file(int old_base, const char *old, int new_base, const char *new, unsigned flags) {
    char from[PATH_MAX], to[PATH_MAX];
    if (root == NULL) return REAL(renameat2)(old_base, old, new_base, new, flags);
    resolve(old_base, old, from);
    resolve(new_base, new, to);
    if (!is_under_root(from) && !is_under_root(to)) return REAL(renameat2)(old_base, old, new_base, new, flags);
    pthread_mutex_lock(&mutex);
    int result = -1, code = fault("rename", to);
    if (code == 0) {
        struct stat status = {0};
        lstat(from, &status);
        result = REAL(renameat2)(old_base, old, new_base, new, flags);
        code = errno;
        if (result == 0) {
            note("R %lu %s\t%s", (unsigned long)status.st_ino, from, to);
            write_kept(from, to, status.st_ino);
        }
    }
    pthread_mutex_unlock(&mutex);
    errno = code;
    return result;
}

int rename(const char *old, const char *new) { return rename_file(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int old_base, const char *old, int new_base, const char *new) {
    return rename_file(old_base, old, new_base, new, 0);
}
int renameat2(int old_base, const char *old, int new_base, const char *new, unsigned flags) {
    return rename_file(old_base, old, new_base, new, flags);
}

static int remove_name(int base, const char *path, int flags) {
    char full[PATH_MAX] = "";
    if (root != NULL) resolve(base, path, full);
    if (!is_under_root(full)) return REAL(unlinkat)(base, path, flags);
    pthread_mutex_lock(&mutex);
    // Removing takes no room, and so is not made to fail: a disk on which nothing can be removed is not tidied.
    const int result = REAL(unlinkat)(base, path, flags);
    const int code = errno;
    if (result == 0) note("U %s", full);
    pthread_mutex_unlock(&mutex);
    errno = code;
    return result;
}

int unlink(const char *path) { return remove_name(AT_FDCWD, path, 0); }
int unlinkat(int base, const char *path, int flags) { return remove_name(base, path, flags); }
int rmdir(const char *path) { return remove_name(AT_FDCWD, path, AT_REMOVEDIR); }

static int make_folder(int base, const char *path, mode_t mode) {
    char full[PATH_MAX] = "";
    if (root != NULL) resolve(base, path, full);
    if (!is_under_root(full)) return REAL(mkdirat)(base, path, mode);
    pthread_mutex_lock(&mutex);
    struct stat status;
    int code = lstat(full, &status) == 0 ? 0 : fault("mkdir", full);
    int result = -1;
    if (code == 0) {
        result = REAL(mkdirat)(base, path, mode);
        code = errno;
        if (result == 0 && lstat(full, &status) == 0) note("M %lu %s", (unsigned long)status.st_ino, full);
    }
    pthread_mutex_unlock(&mutex);
    errno = code;
    return result;
}
int mkdir(const char *path, mode_t mode) { return make_folder(AT_FDCWD, path, mode); }
int mkdirat(int base, const char *path, mode_t mode) { return make_folder(base, path, mode); }

// Locks and clocks

int flock(int file, int operation) {
    if (is_planted("free-flock")) return 0;
    if (flock_code != 0 && !(operation & LOCK_UN)) {
        errno = flock_code;
        return -1;
    }
    return REAL(flock)(file, operation);
}

static long earlier(void) {
    return clock_at > 0 && __atomic_add_fetch(&clock_looks, 1, __ATOMIC_RELAXED) >= clock_at ? 86400 : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    const int result = REAL(clock_gettime)(clock, time);
    if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec -= earlier();
    return result;
}
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    const int result = REAL(gettimeofday)(time, zone);
    if (result == 0) time->tv_sec -= earlier();
    return result;
}
time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result != NULL) *result = now.tv_sec;
    return now.tv_sec;
}
