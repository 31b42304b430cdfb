// A read-only mount that shows another folder and waits before each open and each listing of a folder, as a mounted
// bucket or a distant share does.
// Usage: slowfs FOLDER MILLISECONDS MOUNTPOINT [FUSE OPTIONS]
// Build: cc -O2 -o slowfs slowfs.c $(pkg-config --cflags --libs fuse3)

#define _GNU_SOURCE
#define FUSE_USE_VERSION 312
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static int top;
static struct timespec delay;

// FUSE's paths begin with a slash.
static const char *below(const char *path) { return path[1] == 0 ? "." : path + 1; }

static int result(long value) { return value < 0 ? -errno : 0; }

static void *start(struct fuse_conn_info *connection, struct fuse_config *config) {
    (void)connection;
    config->kernel_cache = 1;
    config->attr_timeout = config->entry_timeout = config->negative_timeout = 3600;
    return NULL;
}

static int get_attributes(const char *path, struct stat *status, struct fuse_file_info *info) {
    (void)info;
    return result(fstatat(top, below(path), status, AT_SYMLINK_NOFOLLOW));
}

static int list_folder(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *info,
                       enum fuse_readdir_flags flags) {
    (void)offset, (void)info, (void)flags;
    nanosleep(&delay, NULL);
    int descriptor = openat(top, below(path), O_RDONLY | O_DIRECTORY);
    DIR *folder = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (!folder) return -errno;
    for (struct dirent *entry; (entry = readdir(folder));) {
        struct stat status = {.st_ino = entry->d_ino, .st_mode = (mode_t)DTTOIF(entry->d_type)};
        fill(buffer, entry->d_name, &status, 0, 0);
    }
    closedir(folder);
    return 0;
}

static int open_file(const char *path, struct fuse_file_info *info) {
    nanosleep(&delay, NULL);
    int descriptor = openat(top, below(path), O_RDONLY | O_NOFOLLOW);
    if (descriptor < 0) return -errno;
    info->fh = (uint64_t)descriptor;
    return 0;
}

static int read_file(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
    (void)path;
    ssize_t count = pread((int)info->fh, buffer, size, offset);
    return count < 0 ? -errno : (int)count;
}

static int close_file(const char *path, struct fuse_file_info *info) {
    (void)path;
    return result(close((int)info->fh));
}

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "Usage: %s FOLDER MILLISECONDS MOUNTPOINT [FUSE OPTIONS]\n", arguments[0]);
        return 64;
    }
    long milliseconds = strtol(arguments[2], NULL, 10);
    delay = (struct timespec){.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    top = open(arguments[1], O_RDONLY | O_DIRECTORY);
    if (top < 0) {
        perror(arguments[1]);
        return 66;
    }
    static const struct fuse_operations operations = {
        .init = start,
        .getattr = get_attributes,
        .readdir = list_folder,
        .open = open_file,
        .read = read_file,
        .release = close_file,
    };
    arguments[2] = arguments[0];
    return fuse_main(count - 2, arguments + 2, &operations, NULL);
}
