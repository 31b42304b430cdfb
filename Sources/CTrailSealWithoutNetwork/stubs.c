// What the static executable has in place of functions of the C library (-DTRAILSEAL_STATIC, Scripts/install).
//
// libcrypto, Foundation and the Swift runtime contain calls of these functions. TrailSeal reaches none of them. In a static
// executable they would add code for networks, or need the shared libraries of the machine on which it was linked: those of
// name services (getaddrinfo(3), getpwuid(3)) and dlopen(3). Here each fails as its manual page says.
#ifdef TRAILSEAL_STATIC
#include <dlfcn.h>
#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// No network.
int socket(int domain, int type, int protocol) { errno = EAFNOSUPPORT; return -1; }
int connect(int fd, const struct sockaddr *address, socklen_t size) { errno = ENOTSOCK; return -1; }
int bind(int fd, const struct sockaddr *address, socklen_t size) { errno = ENOTSOCK; return -1; }
int listen(int fd, int backlog) { errno = ENOTSOCK; return -1; }
int accept(int fd, struct sockaddr *address, socklen_t *size) { errno = ENOTSOCK; return -1; }
ssize_t send(int fd, const void *bytes, size_t size, int flags) { errno = ENOTSOCK; return -1; }
ssize_t sendto(int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t toSize) {
    errno = ENOTSOCK;
    return -1;
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) { errno = ENOTSOCK; return -1; }
ssize_t recv(int fd, void *bytes, size_t size, int flags) { errno = ENOTSOCK; return -1; }
ssize_t recvfrom(int fd, void *bytes, size_t size, int flags, struct sockaddr *from, socklen_t *fromSize) {
    errno = ENOTSOCK;
    return -1;
}
ssize_t recvmsg(int fd, struct msghdr *message, int flags) { errno = ENOTSOCK; return -1; }
int shutdown(int fd, int how) { errno = ENOTSOCK; return -1; }
int getsockname(int fd, struct sockaddr *address, socklen_t *size) { errno = ENOTSOCK; return -1; }
int getsockopt(int fd, int level, int name, void *value, socklen_t *size) { errno = ENOTSOCK; return -1; }
int setsockopt(int fd, int level, int name, const void *value, socklen_t size) { errno = ENOTSOCK; return -1; }
int getnameinfo(
    const struct sockaddr *address, socklen_t addressSize, char *host, socklen_t hostSize, char *service,
    socklen_t serviceSize, int flags
) {
    return EAI_FAIL;
}
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    return EAI_FAIL;
}
void freeaddrinfo(struct addrinfo *found) {}
struct hostent *gethostbyname(const char *name) { return NULL; }

// Nothing is sent to the system's log, which is a socket too.
void openlog(const char *name, int option, int facility) {}
void closelog(void) {}
void syslog(int priority, const char *format, ...) {}
void vsyslog(int priority, const char *format, va_list values) {}
void __syslog_chk(int priority, int flag, const char *format, ...) {}

// No name services. The program reads the name of its user from /etc/passwd.
int getpwuid_r(uid_t user, struct passwd *entry, char *text, size_t size, struct passwd **found) {
    *found = NULL;
    return ENOENT;
}
int getpwnam_r(const char *name, struct passwd *entry, char *text, size_t size, struct passwd **found) {
    *found = NULL;
    return ENOENT;
}
int getgrgid_r(gid_t group, struct group *entry, char *text, size_t size, struct group **found) {
    *found = NULL;
    return ENOENT;
}
int getgrnam_r(const char *name, struct group *entry, char *text, size_t size, struct group **found) {
    *found = NULL;
    return ENOENT;
}

// No code is loaded at run time.
void *dlopen(const char *file, int flags) { return NULL; }

// Foundation calls it to write files, which TrailSeal does itself. It makes the path empty if it finds no name.
char *mktemp(char *path) {
    path[0] = 0;
    return path;
}

// The Swift runtime looks for its own file in /proc before main() and aborts if it finds none. This says so first.
__attribute__((constructor(101))) static void requireProc(void) {
    static const char message[] = "trailseal: /proc isn't mounted, and the program needs it: mount -t proc proc /proc\n";
    if (access("/proc/self/exe", F_OK) == 0) return;
    if (errno == ENOENT) {
        ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
        (void)written;
    } else {
        dprintf(STDERR_FILENO, "trailseal: /proc/self/exe can't be read: %s\n", strerror(errno));
    }
    _exit(70);
}
#endif
