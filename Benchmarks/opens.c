// Shows whether a mount serves many files at once. Opens the first file alone, then all files at once, each in a thread of its
// own. Prints the milliseconds of both, each the least of ten attempts. Usage: opens FILE...
// Build: cc -O2 -o opens opens.c -lpthread

#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { ATTEMPTS = 10, MOST = 1024 };

static pthread_barrier_t gate;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

static void *open_one(void *path) {
    pthread_barrier_wait(&gate);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        perror(path);
        exit(1);
    }
    close(file);
    return NULL;
}

// From the moment when all threads are ready to the end of the last open.
static double attempt(char **paths, int count) {
    pthread_t threads[MOST];
    pthread_barrier_init(&gate, NULL, (unsigned)count + 1);
    for (int index = 0; index < count; index++)
        if (pthread_create(&threads[index], NULL, open_one, paths[index])) exit(1);
    pthread_barrier_wait(&gate);
    double begin = now();
    for (int index = 0; index < count; index++) pthread_join(threads[index], NULL);
    double end = now();
    pthread_barrier_destroy(&gate);
    return end - begin;
}

static double least(char **paths, int count) {
    double best = attempt(paths, count);
    for (int index = 1; index < ATTEMPTS; index++) {
        double time = attempt(paths, count);
        if (time < best) best = time;
    }
    return best;
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > MOST) {
        fputs("usage: opens FILE...\n", stderr);
        return 64;
    }
    double one = least(argv + 1, 1);
    printf("%.2f %.2f\n", one, least(argv + 1, argc - 1));
    return 0;
}
