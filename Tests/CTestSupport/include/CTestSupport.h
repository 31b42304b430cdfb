// Calls that Swift's Glibc module doesn't export.

#ifndef C_TEST_SUPPORT_H
#define C_TEST_SUPPORT_H

#include <spawn.h>
#include <stddef.h>

int test_setxattr(const char *path, const char *name, const void *value, size_t size);
int test_spawn_in(posix_spawn_file_actions_t *actions, const char *folder);

#endif
