// The least that any verifier must do: opens, reads, inflates (zlib) and hashes (libcrypto) every file of a list with N
// threads. It checks nothing. Usage: floor LIST THREADS
// Build: cc -O2 -o floor floor.c -lz -lcrypto -lpthread

#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { CHUNK = 256 * 1024 };

static char **paths;
static size_t path_count;
static atomic_size_t next_path;
static atomic_uint checksum;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void *work(void *unused) {
    (void)unused;
    unsigned char *input = malloc(CHUNK), *output = malloc(CHUNK);
    z_stream stream = {0};
    EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!input || !output || !sha256 || !context || inflateInit2(&stream, 31) != Z_OK) fail("set-up");
    for (;;) {
        size_t start = atomic_fetch_add(&next_path, 8);
        if (start >= path_count) break;
        size_t end = start + 8 < path_count ? start + 8 : path_count;
        for (size_t index = start; index < end; index++) {
            int file = open(paths[index], O_RDONLY | O_CLOEXEC);
            if (file < 0) fail(paths[index]);
            inflateReset(&stream);
            EVP_DigestInit_ex2(context, sha256, NULL);
            ssize_t count;
            while ((count = read(file, input, CHUNK)) > 0) {
                stream.next_in = input;
                stream.avail_in = (uInt)count;
                int status;
                do {
                    stream.next_out = output;
                    stream.avail_out = CHUNK;
                    status = inflate(&stream, Z_NO_FLUSH);
                    EVP_DigestUpdate(context, output, CHUNK - stream.avail_out);
                } while (status == Z_OK && stream.avail_out == 0);
            }
            unsigned char hash[32];
            unsigned size;
            EVP_DigestFinal_ex(context, hash, &size);
            atomic_fetch_xor(&checksum, hash[0]);
            close(file);
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: floor LIST THREADS\n", stderr);
        return 64;
    }
    FILE *list = fopen(argv[1], "r");
    if (!list) fail(argv[1]);
    char *line = NULL;
    size_t room = 0, capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &room, list)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        if (path_count == capacity) {
            capacity = capacity ? 2 * capacity : 1024;
            paths = realloc(paths, capacity * sizeof *paths);
            if (!paths) fail("memory");
        }
        paths[path_count++] = strdup(line);
    }
    int threads = atoi(argv[2]);
    if (threads < 1 || threads > 256) return 64;
    pthread_t started[256];
    for (int index = 1; index < threads; index++)
        if (pthread_create(&started[index], NULL, work, NULL)) fail("thread");
    work(NULL);
    for (int index = 1; index < threads; index++) pthread_join(started[index], NULL);
    printf("%zu files, %02x\n", path_count, atomic_load(&checksum) & 0xff);
    return 0;
}
