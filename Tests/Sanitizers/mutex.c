// Tells ThreadSanitizer when a Mutex of Swift's Synchronization is taken and given back while others wait for it.
//
// ThreadSanitizer sees the free way through a Mutex, which is compiled into its users; the way of those who wait lies in
// libswiftSynchronization (seen with Swift 6.3.1), which is not instrumented, and the lock is handed over by the kernel.
// Without this, a program that does nothing but count under a Mutex on four threads is reported. Loaded before all
// libraries, these functions stand in front of the library's.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Absent in the programs that tests start and that are not instrumented.
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
