/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Preloaded before a program: counts the calls that change files below DIP_SHIM_UNDER, and lets the
 * one with number DIP_SHIM_AT go wrong. DIP_SHIM_DO says how:
 *
 *     kill    SIGKILL before the call              torn    half of a write, then SIGKILL
 *     ENOSPC EIO EINTR EACCES   the call fails     short   half of a write is done and said so
 *     full    ENOSPC from this call on, where a call needs space
 *
 * DIP_SHIM_LOG names a file that gets a line per call. The real calls are made by syscall(): no
 * dlsym(), and a sanitizer's interceptors are passed by.
 */
/* Both names of each function are defined below: none may be another's alias. */
#undef _FILE_OFFSET_BITS
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int calls; /* atomic */

enum verdict { GO_ON, FAIL, HALF };

/* Put the path of a descriptor into @p ret_path. */
static void path_of(int fd, char ret_path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, ret_path, PATH_MAX - 1);
    ret_path[length > 0 ? length : 0] = '\0';
}

static void join(int folder, const char *path, char ret_path[PATH_MAX])
{
    size_t length = 0;
    ret_path[0] = '\0';
    if (path[0] != '/') {
        if (folder == AT_FDCWD) {
            if (getcwd(ret_path, PATH_MAX) == NULL) {
                ret_path[0] = '\0';
            }
        } else {
            path_of(folder, ret_path);
        }
        length = strlen(ret_path);
        snprintf(ret_path + length, PATH_MAX - length, "/");
        length = strlen(ret_path);
    }
    snprintf(ret_path + length, PATH_MAX - length, "%s", path);
}

static bool is_under(const char *path)
{
    const char *under = getenv("DIP_SHIM_UNDER");
    size_t length = under != NULL ? strlen(under) : 0;
    return length > 0 && strncmp(path, under, length) == 0 && path[length] == '/';
}

static void write_log(int number, const char *name, const char *path)
{
    const char *log = getenv("DIP_SHIM_LOG");
    int fd = log == NULL ? -1
                         : (int)syscall(SYS_openat, AT_FDCWD, log,
                                        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd >= 0) {
        char line[PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%d %s %s\n", number, name, path);
        syscall(SYS_write, fd, line, (size_t)length);
        syscall(SYS_close, fd);
    }
}

static void die(void)
{
    syscall(SYS_kill, (int)syscall(SYS_getpid), SIGKILL);
}

static int error_named(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EINTR", EINTR}, {"EACCES", EACCES}};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(name, errors[i].name) == 0) {
            return errors[i].number;
        }
    }
    return 0;
}

/* Count a call on @p path and say what becomes of it. @p spends: it needs room on the disk. */
static enum verdict judge(const char *name, const char *path, bool spends, bool writes)
{
    if (!is_under(path)) {
        return GO_ON;
    }
    int saved = errno;
    int number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    write_log(number, name, path);
    errno = saved;
    const char *at = getenv("DIP_SHIM_AT");
    const char *what = getenv("DIP_SHIM_DO");
    long wanted = at != NULL ? strtol(at, NULL, 10) : 0;
    if (what == NULL || wanted == 0 || number < wanted) {
        return GO_ON;
    }
    if (strcmp(what, "full") == 0) {
        errno = spends ? ENOSPC : saved;
        return spends ? FAIL : GO_ON;
    }
    if (number != wanted) {
        return GO_ON;
    }
    if (strcmp(what, "kill") == 0) {
        die();
    }
    if (error_named(what) != 0) {
        errno = error_named(what);
        return FAIL;
    }
    return writes ? HALF : GO_ON;
}

static enum verdict judge_at(const char *name, int folder, const char *path, bool spends)
{
    char whole[PATH_MAX];
    join(folder, path, whole);
    return judge(name, whole, spends, false);
}

static enum verdict judge_fd(const char *name, int fd, bool spends, bool writes)
{
    char whole[PATH_MAX];
    path_of(fd, whole);
    return judge(name, whole, spends, writes);
}

static bool is_torn(void)
{
    return strcmp(getenv("DIP_SHIM_DO"), "torn") == 0;
}

static int open_file(int folder, const char *path, int flags, mode_t mode)
{
    if ((flags & (O_CREAT | O_TRUNC)) != 0 && judge_at("open", folder, path, true) != GO_ON) {
        return -1;
    }
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

/* What follows replaces the C library's functions of these names. */
int open(const char *path, int flags, ...);
int open64(const char *path, int flags, ...);
int openat(int folder, const char *path, int flags, ...);
int openat64(int folder, const char *path, int flags, ...);

static mode_t mode_argument(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? (mode_t)va_arg(arguments, int) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_argument(flags, arguments);
    va_end(arguments);
    return open_file(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_argument(flags, arguments);
    va_end(arguments);
    return open_file(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_argument(flags, arguments);
    va_end(arguments);
    return open_file(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_argument(flags, arguments);
    va_end(arguments);
    return open_file(folder, path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    enum verdict verdict = judge_fd("write", fd, true, true);
    if (verdict == FAIL) {
        return -1;
    }
    ssize_t done = syscall(SYS_write, fd, bytes, verdict == HALF ? (length + 1) / 2 : length);
    if (verdict == HALF && is_torn()) {
        die();
    }
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    return judge_fd("writev", fd, true, false) == GO_ON ? syscall(SYS_writev, fd, parts, count)
                                                        : -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    enum verdict verdict = judge_fd("pwrite", fd, true, true);
    if (verdict == FAIL) {
        return -1;
    }
    ssize_t done =
        syscall(SYS_pwrite64, fd, bytes, verdict == HALF ? (length + 1) / 2 : length, offset);
    if (verdict == HALF && is_torn()) {
        die();
    }
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    return pwrite(fd, bytes, length, offset);
}

int ftruncate(int fd, off_t length)
{
    return judge_fd("ftruncate", fd, true, false) == GO_ON ? (int)syscall(SYS_ftruncate, fd, length)
                                                           : -1;
}

int ftruncate64(int fd, off_t length)
{
    return ftruncate(fd, length);
}

int fsync(int fd)
{
    return judge_fd("fsync", fd, true, false) == GO_ON ? (int)syscall(SYS_fsync, fd) : -1;
}

int fchmodat(int folder, const char *path, mode_t mode, int flags)
{
    (void)flags;
    return judge_at("fchmodat", folder, path, false) == GO_ON
               ? (int)syscall(SYS_fchmodat, folder, path, mode)
               : -1;
}

/*
 * Only of files that can be written to: of others it changes nothing. It closes in any case; one that
 * fails has lost what was written, as on a network.
 */
int close(int fd)
{
    struct stat status;
    int saved = errno;
    int flags = fcntl(fd, F_GETFL);
    bool counts = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && (flags & O_PATH) == 0 &&
                  fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    errno = saved;
    enum verdict verdict = counts ? judge_fd("close", fd, false, false) : GO_ON;
    int error = errno;
    if (verdict == FAIL) {
        syscall(SYS_ftruncate, fd, 0);
    }
    int done = (int)syscall(SYS_close, fd);
    if (verdict == FAIL) {
        errno = error;
        return -1;
    }
    return done;
}

int mkdir(const char *path, mode_t mode)
{
    return judge_at("mkdir", AT_FDCWD, path, true) == GO_ON
               ? (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode)
               : -1;
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return judge_at("mkdirat", folder, path, true) == GO_ON
               ? (int)syscall(SYS_mkdirat, folder, path, mode)
               : -1;
}

int renameat2(int from, const char *path, int to, const char *name, unsigned flags)
{
    return judge_at("rename", to, name, true) == GO_ON
               ? (int)syscall(SYS_renameat2, from, path, to, name, flags)
               : -1;
}

int renameat(int from, const char *path, int to, const char *name)
{
    return renameat2(from, path, to, name, 0);
}

int rename(const char *path, const char *name)
{
    return renameat2(AT_FDCWD, path, AT_FDCWD, name, 0);
}

int unlinkat(int folder, const char *path, int flags)
{
    return judge_at("unlinkat", folder, path, false) == GO_ON
               ? (int)syscall(SYS_unlinkat, folder, path, flags)
               : -1;
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}
