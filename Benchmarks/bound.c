// The floor, and what a verifier cannot leave out: it lists the folders itself instead of being given the files, makes
// sure that each is a regular file and how large it is, asks each digest file for a saved signature, reads those that were
// saved, and checks an RSA signature of 2,048 bits for each. It decodes, compares and judges nothing. How much slower it is
// than the floor, any verifier is. Usage: bound ARCHIVE SIGNATURES THREADS
// Build: cc -O2 -o bound bound.c -lz -lcrypto -lpthread

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
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

// Folders that wait, by their paths; and threads that may find more.
static char **folders;
static size_t folder_count, folder_capacity;
static int busy;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t change = PTHREAD_COND_INITIALIZER;
static atomic_size_t file_count;
static atomic_uint checksum;
static const char *signatures;
static EVP_PKEY *key;

struct worker {
    unsigned char *input, *output;
    char *entries, *names;
    size_t names_capacity;
    z_stream stream;
    EVP_MD *sha256;
    EVP_MD_CTX *context, *verification;
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void add(char *path) {
    pthread_mutex_lock(&lock);
    if (folder_count == folder_capacity) {
        folder_capacity = folder_capacity ? 2 * folder_capacity : 1024;
        folders = realloc(folders, folder_capacity * sizeof *folders);
        if (!folders) fail("memory");
    }
    folders[folder_count++] = path;
    pthread_cond_signal(&change);
    pthread_mutex_unlock(&lock);
}

// The next folder, or NULL when there will be none.
static char *take(int had_one) {
    char *path = NULL;
    pthread_mutex_lock(&lock);
    if (had_one) busy--;
    while (folder_count == 0 && busy > 0) pthread_cond_wait(&change, &lock);
    if (folder_count > 0) {
        path = folders[--folder_count];
        busy++;
    } else {
        pthread_cond_broadcast(&change);
    }
    pthread_mutex_unlock(&lock);
    return path;
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

// What it says is of no interest, only the time that it takes: the key is none, and no signature is right.
static void check_signature(struct worker *worker, int folder, const char *name) {
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || read(file, worker->input, CHUNK) != status.st_size) fail(name);
    close(file);
    static const unsigned char text[200], signature[256] = {1};
    if (EVP_DigestVerifyInit(worker->verification, NULL, worker->sha256, NULL, key) != 1 ||
        EVP_DigestVerify(worker->verification, signature, sizeof signature, text, sizeof text) < 0)
        fail("verification");
    EVP_MD_CTX_reset(worker->verification);
}

// Names of files are copied before any is opened, for the whole folder is listed first.
static void visit(struct worker *worker, const char *path) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (folder < 0) fail(path);
    size_t used = 0;
    long count;
    while ((count = syscall(SYS_getdents64, folder, worker->entries, ENTRIES)) > 0) {
        for (long offset = 0; offset < count;) {
            struct dirent64 *entry = (struct dirent64 *)(void *)(worker->entries + offset);
            offset += entry->d_reclen;
            if (entry->d_name[0] == '.') continue;
            if (entry->d_type == DT_DIR) {
                char *below = NULL;
                if (asprintf(&below, "%s/%s", path, entry->d_name) < 0) fail("memory");
                add(below);
                continue;
            }
            size_t length = strlen(entry->d_name) + 1;
            if (used + length > worker->names_capacity) {
                worker->names_capacity = 2 * (used + length);
                worker->names = realloc(worker->names, worker->names_capacity);
                if (!worker->names) fail("memory");
            }
            memcpy(worker->names + used, entry->d_name, length);
            used += length;
        }
    }
    if (count < 0) fail(path);
    int is_digest = strstr(path, "/CloudTrail-Digest/") != NULL;
    int is_saved = strncmp(path, signatures, strlen(signatures)) == 0;
    for (size_t start = 0; start < used; start += strlen(worker->names + start) + 1) {
        if (is_saved) {
            check_signature(worker, folder, worker->names + start);
        } else {
            read_file(worker, folder, worker->names + start, is_digest);
        }
    }
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
        .verification = EVP_MD_CTX_new(),
    };
    if (!worker.input || !worker.output || !worker.entries || !worker.sha256 || !worker.context ||
        !worker.verification || inflateInit2(&worker.stream, 31) != Z_OK)
        fail("set-up");
    char *path = take(0);
    while (path) {
        visit(&worker, path);
        free(path);
        path = take(1);
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
    int threads = argc == 4 ? atoi(argv[3]) : 0;
    if (threads < 1 || threads > 256) {
        fputs("usage: bound ARCHIVE SIGNATURES THREADS\n", stderr);
        return 64;
    }
    signatures = argv[2];
    key = make_key();
    add(strdup(argv[1]));
    add(strdup(signatures));
    pthread_t started[256];
    for (int index = 1; index < threads; index++)
        if (pthread_create(&started[index], NULL, work, NULL)) fail("thread");
    work(NULL);
    for (int index = 1; index < threads; index++) pthread_join(started[index], NULL);
    printf("%zu files, %02x\n", atomic_load(&file_count), atomic_load(&checksum) & 0xff);
    return 0;
}
