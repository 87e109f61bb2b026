// What Swift cannot import from the C library: variadic calls, macros and openat2(2).
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>

/// The word this process was started with, exactly as the kernel handed it over; NULL behind the last.
const char *clinux_argument(int number);

int clinux_open(const char *path, int flags);
/// Opens `path` as if the directory `root` were `/`; no link leads out of it.
int clinux_open_in_root(int root, const char *path, int flags);
/// open(2)'s flag for a descriptor that only names a place.
extern const int clinux_o_path;
/// The width of the terminal behind `descriptor` in columns, or 0 where there is none.
int clinux_columns(int descriptor);
/// Closes the gaps among descriptors 0 to 2, so that no file opened later lands there; a stream
/// that was closed stays unusable in its own direction. Returns -1 where that failed.
int clinux_fill_standard_streams(void);

#endif
