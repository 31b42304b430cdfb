// Makes a program's system calls fail like a broken disk, a slow disk, a signal or a wrong clock. It is loaded before the C
// library (LD_PRELOAD). FAULT selects the fault, for files whose path contains FAULT_PATH.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int is(const char *fault) {
    const char *asked = getenv("FAULT");
    return asked && strcmp(asked, fault) == 0;
}

static int names(const char *path) {
    const char *part = getenv("FAULT_PATH");
    return path && part && strstr(path, part);
}

static int concerns(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return names(path);
}

// Every second call of each thread is interrupted.
static int interrupted(void) {
    static _Thread_local unsigned calls;
    if (!is("eintr") || calls++ % 2 == 1) return 0;
    errno = EINTR;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t read(int descriptor, void *buffer, size_t count) {
    if (interrupted()) return -1;
    if (is("read-error") && concerns(descriptor)) {
        errno = EIO;
        return -1;
    }
    if (is("short-read") && count > 7) count = 7;
    if (is("slow-read") && concerns(descriptor)) {
        usleep(200000);
        if (count > 64) count = 64;
    }
    return REAL(read)(descriptor, buffer, count);
}

ssize_t write(int descriptor, const void *buffer, size_t count) {
    if (interrupted()) return -1;
    if (is("write-error") && concerns(descriptor)) {
        errno = EIO;
        return -1;
    }
    if (is("short-write") && count > 7) count = 7;
    return REAL(write)(descriptor, buffer, count);
}

int fsync(int descriptor) {
    if (interrupted()) return -1;
    if (is("fsync-error") && concerns(descriptor)) {
        errno = EIO;
        return -1;
    }
    return REAL(fsync)(descriptor);
}

int rename(const char *from, const char *to) {
    if (is("rename-error") && names(to)) {
        errno = EIO;
        return -1;
    }
    return REAL(rename)(from, to);
}

int openat(int folder, const char *name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    int mode = flags & O_CREAT ? va_arg(arguments, int) : 0;
    va_end(arguments);
    if (interrupted()) return -1;
    if (is("slow-open") && !(flags & O_DIRECTORY) && names(name)) usleep(5000);
    if (is("vanish") && !(flags & O_DIRECTORY) && names(name)) unlinkat(folder, name, 0);
    return REAL(openat)(folder, name, flags, mode);
}

int open(const char *name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    int mode = flags & O_CREAT ? va_arg(arguments, int) : 0;
    va_end(arguments);
    if (interrupted()) return -1;
    return REAL(open)(name, flags, mode);
}

struct dirent *readdir(DIR *stream) {
    if (is("list-error") && concerns(dirfd(stream))) {
        errno = EIO;
        return NULL;
    }
    return REAL(readdir)(stream);
}

// libcrypto fails: it reports neither a good signature nor a bad one.
int EVP_PKEY_verify(
    void *context, const unsigned char *signature, size_t length, const unsigned char *digest, size_t size) {
    if (is("verify-error")) return -1;
    return REAL(EVP_PKEY_verify)(context, signature, length, digest, size);
}

// A clock that goes back a century at each call.
time_t time(time_t *result) {
    static int looks;
    time_t now = is("clock") ? 7258118400 - 3155760000 * (time_t)(looks++ % 3) : REAL(time)(NULL);
    if (result) *result = now;
    return now;
}
