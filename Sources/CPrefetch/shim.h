// An instruction that Swift has no word for.
#pragma once

/// Has the processor bring a line of memory near, to be read and written; nobody waits for it.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 1); }
