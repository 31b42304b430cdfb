// The floor plus the work that every verifier must do. It lists the folders itself instead of reading a list of files. It
// checks that each is a regular file, and its size. It asks each digest file for a saved signature and reads the saved ones.
// For each of these, or for the first RSA ones, it raises one number of 2,048 bits to the power of an RSA key: a signature that
// the next digest holds too needs none. It doesn't decode, compare or judge anything. A verifier that makes the same calls can't
// be faster. Usage: bound ARCHIVE SIGNATURES THREADS [RSA]
// Build: cc -O2 -o bound bound.c -lz -lcrypto -lpthread

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <zlib.h>

enum { CHUNK = 256 * 1024, ENTRIES = 32 * 1024 };

// Folders at this depth below the archive are the Regions of an account. One thread takes everything below such a folder, and
// opens each folder by its name in the one above.
enum { SHARED_DEPTH = 4 };

struct folder {
    char *path;
    int depth, is_saved;
};

// Folders in the queue, and threads that may still add some.
static struct folder *folders;
static size_t folder_count, folder_capacity;
static int busy;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t change = PTHREAD_COND_INITIALIZER;
static atomic_size_t file_count;
static atomic_uint checksum;
static EVP_PKEY *key;

struct worker {
    unsigned char *input, *output;
    char *entries;
    z_stream stream;
    EVP_MD *sha256;
    EVP_MD_CTX *context;
    EVP_PKEY_CTX *recovery;
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void add(char *path, int depth, int is_saved) {
    if (!path) fail("memory");
    pthread_mutex_lock(&lock);
    if (folder_count == folder_capacity) {
        folder_capacity = folder_capacity ? 2 * folder_capacity : 1024;
        folders = realloc(folders, folder_capacity * sizeof *folders);
        if (!folders) fail("memory");
    }
    folders[folder_count++] = (struct folder){path, depth, is_saved};
    pthread_cond_signal(&change);
    pthread_mutex_unlock(&lock);
}

// Returns the next folder; its path is NULL if there will be no more.
static struct folder take(int had_one) {
    struct folder next = {0};
    pthread_mutex_lock(&lock);
    if (had_one) busy--;
    while (folder_count == 0 && busy > 0) pthread_cond_wait(&change, &lock);
    if (folder_count > 0) {
        next = folders[--folder_count];
        busy++;
    } else {
        pthread_cond_broadcast(&change);
    }
    pthread_mutex_unlock(&lock);
    return next;
}

static void read_file(struct worker *worker, int folder, const char *name, int is_digest) {
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) fail(name);
    if (is_digest && fgetxattr(file, "user.signature", NULL, 0) >= 0) fail("an attribute, which is not expected");
    z_stream *stream = &worker->stream;
    inflateReset(stream);
    EVP_DigestInit_ex2(worker->context, worker->sha256, NULL);
    for (off_t rest = status.st_size; rest > 0;) {
        ssize_t count = read(file, worker->input, rest < CHUNK ? (size_t)rest : CHUNK);
        if (count <= 0) fail(name);
        rest -= count;
        stream->next_in = worker->input;
        stream->avail_in = (uInt)count;
        int result;
        do {
            stream->next_out = worker->output;
            stream->avail_out = CHUNK;
            result = inflate(stream, rest == 0 ? Z_FINISH : Z_NO_FLUSH);
            EVP_DigestUpdate(worker->context, worker->output, CHUNK - stream->avail_out);
        } while ((result == Z_OK || result == Z_BUF_ERROR) && stream->avail_out == 0);
    }
    unsigned char hash[32];
    unsigned size;
    EVP_DigestFinal_ex(worker->context, hash, &size);
    atomic_fetch_xor(&checksum, hash[0]);
    atomic_fetch_add(&file_count, 1);
    close(file);
}

// The RSA operations that are left.
static atomic_long operations = 1L << 40;

// Any number will do as the key: only the exponentiation of an RSA check takes time, and it takes the same for all.
static void check_signature(struct worker *worker, int folder, const char *name) {
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || read(file, worker->input, CHUNK) != status.st_size) fail(name);
    close(file);
    if (atomic_fetch_sub(&operations, 1) <= 0) return;
    static const unsigned char text[200], signature[256] = {1};
    unsigned char hash[32], recovered[256];
    unsigned size;
    size_t length = sizeof recovered;
    EVP_DigestInit_ex2(worker->context, worker->sha256, NULL);
    EVP_DigestUpdate(worker->context, text, sizeof text);
    EVP_DigestFinal_ex(worker->context, hash, &size);
    if (EVP_PKEY_verify_recover(worker->recovery, recovered, &length, signature, sizeof signature) != 1) fail("RSA");
}

// `path` is NULL below the folders that threads share.
static void visit(
    struct worker *worker, int parent, const char *name, const char *path, int depth, int is_saved, int is_digest) {
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (folder < 0) fail(name);
    // Its entries, each name preceded by its kind. All are listed before any is opened.
    char *names = NULL;
    size_t used = 0, capacity = 0;
    long count;
    while ((count = syscall(SYS_getdents64, folder, worker->entries, ENTRIES)) > 0) {
        for (long offset = 0; offset < count;) {
            struct dirent64 *entry = (struct dirent64 *)(void *)(worker->entries + offset);
            offset += entry->d_reclen;
            if (entry->d_name[0] == '.') continue;
            size_t length = strlen(entry->d_name) + 1;
            if (used + 1 + length > capacity) {
                capacity = 2 * (used + 1 + length);
                names = realloc(names, capacity);
                if (!names) fail("memory");
            }
            names[used++] = entry->d_type == DT_DIR ? 'd' : 'f';
            memcpy(names + used, entry->d_name, length);
            used += length;
        }
    }
    if (count < 0) fail(name);
    for (size_t start = 0; start < used; start += strlen(names + start) + 1) {
        char *held = names + start + 1;
        if (names[start] == 'f') {
            if (is_saved) {
                check_signature(worker, folder, held);
            } else {
                read_file(worker, folder, held, is_digest);
            }
        } else if (path && depth < SHARED_DEPTH) {
            char *below = NULL;
            if (asprintf(&below, "%s/%s", path, held) < 0) fail("memory");
            add(below, depth + 1, is_saved);
        } else {
            visit(worker, folder, held, NULL, depth + 1, is_saved, is_digest);
        }
    }
    free(names);
    close(folder);
}

static void *work(void *unused) {
    (void)unused;
    struct worker worker = {
        .input = malloc(CHUNK),
        .output = malloc(CHUNK),
        .entries = malloc(ENTRIES),
        .sha256 = EVP_MD_fetch(NULL, "SHA256", NULL),
        .context = EVP_MD_CTX_new(),
        .recovery = EVP_PKEY_CTX_new(key, NULL),
    };
    if (!worker.input || !worker.output || !worker.entries || !worker.sha256 || !worker.context || !worker.recovery ||
        EVP_PKEY_verify_recover_init(worker.recovery) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(worker.recovery, RSA_NO_PADDING) != 1 ||
        inflateInit2(&worker.stream, 31) != Z_OK)
        fail("set-up");
    struct folder next = take(0);
    while (next.path) {
        int is_digest = strstr(next.path, "/CloudTrail-Digest/") != NULL;
        visit(&worker, AT_FDCWD, next.path, next.path, next.depth, next.is_saved, is_digest);
        free(next.path);
        next = take(1);
    }
    return NULL;
}

static EVP_PKEY *make_key(void) {
    unsigned char modulus[256];
    memset(modulus, 0xA5, sizeof modulus);
    BIGNUM *n = BN_bin2bn(modulus, sizeof modulus, NULL), *e = BN_new();
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *made = NULL;
    if (!n || !e || !builder || !context || !BN_set_word(e, 65537) ||
        !OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) ||
        !OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e))
        fail("key");
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    if (!parameters || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        fail("key");
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(context);
    BN_free(n);
    BN_free(e);
    return made;
}

int main(int argc, char **argv) {
    int threads = argc == 4 || argc == 5 ? atoi(argv[3]) : 0;
    if (argc == 5) atomic_store(&operations, atol(argv[4]));
    if (threads < 1 || threads > 256) {
        fputs("usage: bound ARCHIVE SIGNATURES THREADS [RSA]\n", stderr);
        return 64;
    }
    key = make_key();
    add(strdup(argv[1]), 0, 0);
    add(strdup(argv[2]), 0, 1);
    pthread_t started[256];
    for (int index = 1; index < threads; index++)
        if (pthread_create(&started[index], NULL, work, NULL)) fail("thread");
    work(NULL);
    for (int index = 1; index < threads; index++) pthread_join(started[index], NULL);
    printf("%zu files, %02x\n", atomic_load(&file_count), atomic_load(&checksum) & 0xff);
    return 0;
}
