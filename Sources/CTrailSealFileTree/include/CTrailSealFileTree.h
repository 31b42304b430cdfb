// What Glibc does not offer to Swift: openat2(2) and the directory-entry name as a pointer.
#ifndef CTRAILSEALFILETREE_H
#define CTRAILSEALFILETREE_H

#include <dirent.h>
#include <stddef.h>
#include <sys/xattr.h>

/// openat2(2) with RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS.
/// Returns a descriptor, or -1 with errno set (ENOSYS where the kernel lacks the call).
int trailseal_openat_beneath(int directory, const char *path, int flags);

/// O_NOATIME, which glibc's header shows only to programs that ask for GNU extensions.
int trailseal_no_access_time(void);

/// O_PATH, likewise.
int trailseal_path_only(void);

/// The name of an entry; valid until the next readdir on the same stream.
static inline const char *trailseal_entry_name(const struct dirent *entry) { return entry->d_name; }

#endif
