/* Fails, tears or kills at the n-th call of the C library that changes files in one folder.
 *
 * Preloaded into a Python process, it sees what SQLite, tantivy and Python itself do alike.
 * Nothing is counted until `faults_arm` is called; only calls that concern the folder are, and of
 * allocations all.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, RENAME = 4, REMOVE = 8, CREATE = 16, RESIZE = 32, MAP = 64, ALLOCATE = 128 };
enum { COUNT, FAIL, FAIL_ON, KILL, TEAR };

static char folder[PATH_MAX];
static size_t folder_length;
static int kinds, mode, error_number;
static long nth;
static atomic_long calls;
static atomic_int armed;
static char last_call[32];

void faults_arm(const char *path, int which, int how, long number, int error) {
    snprintf(folder, sizeof folder, "%s", path);
    folder_length = strlen(folder);
    kinds = which, mode = how, nth = number, error_number = error;
    atomic_store(&calls, 0);
    atomic_store(&armed, 1);
}

long faults_disarm(void) {
    atomic_store(&armed, 0);
    return atomic_load(&calls);
}

const char *faults_last(void) { return last_call; }

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int inside_path(const char *path) {
    return path && strncmp(path, folder, folder_length) == 0;
}

static int inside_fd(int fd) {
    char link[40], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return inside_path(path);
}

static int inside_at(int fd, const char *path) {
    return path && path[0] == '/' ? inside_path(path) : fd != AT_FDCWD && inside_fd(fd);
}

/* What happens at this call: 0 nothing, 1 it fails, 2 it is torn before the process dies. */
static int hit(int kind, const char *name) {
    if (!(kinds & kind)) return 0;
    long now = atomic_fetch_add(&calls, 1) + 1;
    if (mode == COUNT || now < nth || (now > nth && mode != FAIL_ON)) return 0;
    if (now == nth) snprintf(last_call, sizeof last_call, "%s", name);
    if (mode == KILL) raise(SIGKILL);
    if (mode == TEAR) {
        if (kind != WRITE) raise(SIGKILL);
        return 2;
    }
    errno = error_number;
    return 1;
}

#define IS_ARMED atomic_load_explicit(&armed, memory_order_relaxed)
#define CHECK(kind, inside) \
    if (IS_ARMED && (inside) && hit(kind, __func__)) return -1

#define WRITES(name, parameters, whole, half) \
    ssize_t name parameters { \
        REAL(name); \
        if (IS_ARMED && inside_fd(fd)) { \
            int what = hit(WRITE, __func__); \
            if (what == 1) return -1; \
            if (what == 2) { (void)!half; raise(SIGKILL); } \
        } \
        return whole; \
    }

WRITES(write, (int fd, const void *data, size_t size), real(fd, data, size), real(fd, data, size / 2))
WRITES(pwrite, (int fd, const void *data, size_t size, off_t at), real(fd, data, size, at),
       real(fd, data, size / 2, at))
WRITES(pwrite64, (int fd, const void *data, size_t size, off64_t at), real(fd, data, size, at),
       real(fd, data, size / 2, at))
WRITES(writev, (int fd, const struct iovec *parts, int count), real(fd, parts, count),
       real(fd, parts, count / 2))
WRITES(pwritev, (int fd, const struct iovec *parts, int count, off_t at),
       real(fd, parts, count, at), real(fd, parts, count / 2, at))
WRITES(sendfile, (int fd, int from, off_t *at, size_t size), real(fd, from, at, size),
       real(fd, from, at, size / 2))
WRITES(sendfile64, (int fd, int from, off64_t *at, size_t size), real(fd, from, at, size),
       real(fd, from, at, size / 2))

ssize_t copy_file_range(int from, off64_t *at, int fd, off64_t *to, size_t size, unsigned flags) {
    REAL(copy_file_range);
    CHECK(WRITE, inside_fd(fd));
    return real(from, at, fd, to, size, flags);
}

int fsync(int fd) { REAL(fsync); CHECK(SYNC, inside_fd(fd)); return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); CHECK(SYNC, inside_fd(fd)); return real(fd); }

int msync(void *at, size_t size, int flags) {
    REAL(msync);
    CHECK(SYNC, 1);
    return real(at, size, flags);
}

int rename(const char *old, const char *new) {
    REAL(rename);
    CHECK(RENAME, inside_path(new));
    return real(old, new);
}
int renameat(int a, const char *old, int b, const char *new) {
    REAL(renameat);
    CHECK(RENAME, inside_at(b, new));
    return real(a, old, b, new);
}
int renameat2(int a, const char *old, int b, const char *new, unsigned flags) {
    REAL(renameat2);
    CHECK(RENAME, inside_at(b, new));
    return real(a, old, b, new, flags);
}
int link(const char *old, const char *new) {
    REAL(link);
    CHECK(RENAME, inside_path(new));
    return real(old, new);
}
int linkat(int a, const char *old, int b, const char *new, int flags) {
    REAL(linkat);
    CHECK(RENAME, inside_at(b, new));
    return real(a, old, b, new, flags);
}

int unlink(const char *path) { REAL(unlink); CHECK(REMOVE, inside_path(path)); return real(path); }
int rmdir(const char *path) { REAL(rmdir); CHECK(REMOVE, inside_path(path)); return real(path); }
int unlinkat(int fd, const char *path, int flags) {
    REAL(unlinkat);
    CHECK(REMOVE, inside_at(fd, path));
    return real(fd, path, flags);
}

static int creates(int fd, const char *path, int flags) {
    return (flags & O_CREAT) && inside_at(fd, path) && faccessat(fd, path, F_OK, 0) != 0;
}

#define MODE mode_t mode_of_file = 0; \
    if (flags & O_CREAT) { va_list more; va_start(more, flags); \
        mode_of_file = va_arg(more, mode_t); va_end(more); }
#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); MODE \
        CHECK(CREATE, creates(AT_FDCWD, path, flags)); \
        return real(path, flags, mode_of_file); \
    }
#define OPENS_AT(name) \
    int name(int fd, const char *path, int flags, ...) { \
        REAL(name); MODE \
        CHECK(CREATE, creates(fd, path, flags)); \
        return real(fd, path, flags, mode_of_file); \
    }
OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)

int mkdir(const char *path, mode_t m) { REAL(mkdir); CHECK(CREATE, inside_path(path)); return real(path, m); }
int mkdirat(int fd, const char *path, mode_t m) {
    REAL(mkdirat);
    CHECK(CREATE, inside_at(fd, path));
    return real(fd, path, m);
}

int ftruncate(int fd, off_t size) { REAL(ftruncate); CHECK(RESIZE, inside_fd(fd)); return real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); CHECK(RESIZE, inside_fd(fd)); return real(fd, size); }
int fallocate(int fd, int how, off_t at, off_t size) {
    REAL(fallocate);
    CHECK(RESIZE, inside_fd(fd));
    return real(fd, how, at, size);
}
int posix_fallocate(int fd, off_t at, off_t size) {
    REAL(posix_fallocate);
    if (IS_ARMED && inside_fd(fd) && hit(RESIZE, __func__)) return error_number;
    return real(fd, at, size);
}

#define MAPS(name, offset) \
    void *name(void *at, size_t size, int access, int flags, int fd, offset from) { \
        REAL(name); \
        if (IS_ARMED && fd >= 0 && inside_fd(fd) && hit(MAP, __func__)) return MAP_FAILED; \
        return real(at, size, access, flags, fd, from); \
    }
MAPS(mmap, off_t)
MAPS(mmap64, off64_t)

/* The C library's own names: looking `malloc` up would allocate. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

void *malloc(size_t size) {
    if (IS_ARMED && hit(ALLOCATE, "malloc")) return NULL;
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    if (IS_ARMED && hit(ALLOCATE, "calloc")) return NULL;
    return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) {
    if (IS_ARMED && hit(ALLOCATE, "realloc")) return NULL;
    return __libc_realloc(old, size);
}
