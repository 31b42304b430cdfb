// libdeflate, for builds with the trait Libdeflate.
#include <libdeflate.h>
