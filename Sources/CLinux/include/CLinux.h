// What Swift cannot import from the C library: variadic calls, macros and openat2(2).
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <sys/xattr.h>

/// The word this process was started with, exactly as the kernel handed it over; NULL behind the last.
const char *clinux_argument(int number);

int clinux_open(const char *path, int flags);
/// Opens `path` as if the directory `root` were `/`; no link leads out of it.
int clinux_open_in_root(int root, const char *path, int flags);
/// Opens `path` in a directory; `mode` is that of a file that is made.
int clinux_open_at(int directory, const char *path, int flags, unsigned mode);
/// Renames within a directory with the flags of renameat2(2).
int clinux_rename(int directory, const char *name, const char *other, unsigned flags);
/// renameat2(2)'s flag for a new name that must be free.
extern const unsigned clinux_rename_free;
/// renameat2(2)'s flag for two names that change places.
extern const unsigned clinux_rename_exchange;
/// Fills `buffer` with the next entries of a directory, as getdents64(2) lays them out; 0 at the end.
long clinux_directory_entries(int directory, void *buffer, size_t size);
/// open(2)'s flag for a descriptor that only names a place.
extern const int clinux_o_path;
/// open(2)'s flag for reading that leaves no trace in the time of the last access.
extern const int clinux_o_noatime;
/// A connection to the socket at `path`, of `length` bytes without an end; or -1.
int clinux_connect(const char *path, size_t length);
/// The user whose process listens at the other end of a connection. Returns 0, or -1 where that failed.
int clinux_peer(int connection, unsigned *user);
/// The width of the terminal behind `descriptor` in columns, or 0 where there is none.
int clinux_columns(int descriptor);
/// Closes the gaps among descriptors 0 to 2, so that no file opened later lands there; a stream
/// that was closed stays unusable in its own direction. Returns -1 where that failed.
int clinux_fill_standard_streams(void);

/// A program under way, and what reads from it.
struct clinux_child {
  int process;
  /// Becomes readable when the process has ended; -1 where the kernel has none (before Linux 5.3).
  int handle;
  int output;
  int error;
};
/// A file in memory that has no name; or -1.
int clinux_memory_file(void);
/// Starts `path` as the leader of a session of its own, with `input` as its standard input (-1: nothing), default signals and no
/// other descriptor than its three. It may have `descriptors` of them where the hard limit allows so many. It is killed where
/// the thread that started it ends before it. Returns 0, or the reason as an error number.
int clinux_start(
    const char *path, char *const words[], char *const variables[], const char *directory, int descriptors,
    int input, struct clinux_child *child);
/// Runs `path` on the terminal and with the streams of this process until it ends, and tells its status as wait(2) does.
/// Signals from the keyboard are its own meanwhile. Returns 0, or the reason as an error number.
int clinux_run(const char *path, char *const words[], char *const variables[], int *status);
/// Makes what the programs of this process leave behind its own children. Returns 0, or -1 where that failed.
int clinux_adopt_orphans(void);
/// Sends a signal to the process, unless the handle's has ended meanwhile and another bears its number.
int clinux_signal(int process, int handle, int signal);
/// A handle of a process, or -1.
int clinux_process_handle(int process);

#endif
