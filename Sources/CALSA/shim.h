#include <alsa/asoundlib.h>

// The library's handler takes variable arguments, which do not import; ours keeps its messages off the
// terminal, since every failure is told by our own errors.
static void calsa_quiet_handler(
    const char *file, int line, const char *function, int code, const char *format, ...) {}
static inline void calsa_quiet(void) { snd_lib_error_set_handler(calsa_quiet_handler); }
