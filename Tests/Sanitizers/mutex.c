// Tells ThreadSanitizer when a Mutex of Swift's Synchronization is locked and unlocked while other threads wait for it.
//
// ThreadSanitizer sees the fast path of a Mutex, because it is compiled into the callers. The slow path is in
// libswiftSynchronization (seen with Swift 6.3.1), which isn't instrumented, and the kernel hands the lock over. Without
// this file, ThreadSanitizer reports a program that only counts under a Mutex on four threads. It is loaded before all
// libraries, so these functions replace the library's.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Absent in programs that tests start and that aren't instrumented.
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

typedef SWIFT void (*Lock)(uint32_t thread, SELF void *mutex);
typedef SWIFT void (*Unlock)(SELF void *mutex);

SWIFT void trailseal_lock(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void trailseal_unlock(SELF void *mutex) __asm__(UNLOCK);

SWIFT void trailseal_lock(uint32_t thread, SELF void *mutex) {
    ((Lock)dlsym(RTLD_NEXT, LOCK))(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void trailseal_unlock(SELF void *mutex) {
    if (__tsan_release) __tsan_release(mutex);
    ((Unlock)dlsym(RTLD_NEXT, UNLOCK))(mutex);
}
