// The settings of the C library's allocator, which Swift's module of the C library leaves out.
#include <malloc.h>
