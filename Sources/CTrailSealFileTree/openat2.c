#define _GNU_SOURCE
#include "CTrailSealFileTree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_openat2
#define SYS_openat2 437 /* the same number on every architecture; Linux 5.6 and later */
#endif

/* struct open_how of linux/openat2.h, kept here so that older kernel headers still build. */
struct trailseal_open_how {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};

#define TRAILSEAL_RESOLVE_NO_MAGICLINKS 0x02
#define TRAILSEAL_RESOLVE_NO_SYMLINKS 0x04
#define TRAILSEAL_RESOLVE_BENEATH 0x08

int trailseal_openat_beneath(int directory, const char *path, int flags) {
    struct trailseal_open_how how;
    memset(&how, 0, sizeof how);
    how.flags = (uint64_t)(unsigned int)flags;
    how.resolve =
        TRAILSEAL_RESOLVE_BENEATH | TRAILSEAL_RESOLVE_NO_SYMLINKS | TRAILSEAL_RESOLVE_NO_MAGICLINKS;
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int trailseal_no_access_time(void) { return O_NOATIME; }

int trailseal_path_only(void) { return O_PATH; }
