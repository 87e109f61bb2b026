#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int argument_count;
static char *const *arguments;
const int clinux_o_path = O_PATH;
const int clinux_o_noatime = O_NOATIME;
const unsigned clinux_rename_free = RENAME_NOREPLACE;
const unsigned clinux_rename_exchange = RENAME_EXCHANGE;

// Swift's own CommandLine repairs bytes that are no UTF-8; the C library hands constructors the original.
__attribute__((constructor)) static void keep_arguments(int count, char **words, char **environment) {
  (void)environment;
  argument_count = count;
  arguments = words;
}

const char *clinux_argument(int number) {
  return number < argument_count ? arguments[number] : NULL;
}

int clinux_open(const char *path, int flags) { return open(path, flags, 0666); }

int clinux_open_in_root(int root, const char *path, int flags) {
  struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
  // The kernel gives up on ".." where something was renamed or mounted meanwhile, and asks to try again.
  int opened, attempts = 100;
  do opened = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
  while (opened < 0 && errno == EAGAIN && --attempts > 0);
  return opened;
}

int clinux_open_at(int directory, const char *path, int flags, unsigned mode) {
  return openat(directory, path, flags, mode);
}

int clinux_rename(int directory, const char *name, const char *other, unsigned flags) {
  return (int)syscall(SYS_renameat2, directory, name, directory, other, flags);
}

long clinux_directory_entries(int directory, void *buffer, size_t size) {
  return syscall(SYS_getdents64, directory, buffer, size);
}

int clinux_connect(const char *path, size_t length) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (length == 0 || memchr(path, 0, length) != NULL) {
    errno = EINVAL;
    return -1;
  }
  if (length >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(address.sun_path, path, length);
  int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (connection < 0) return -1;
  if (connect(connection, (struct sockaddr *)&address, sizeof address) == 0) return connection;
  int reason = errno;
  close(connection);
  errno = reason;
  return -1;
}

int clinux_peer(int connection, unsigned *user) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
  *user = peer.uid;
  return 0;
}

int clinux_memory_file(void) { return memfd_create("gotools", MFD_CLOEXEC); }

int clinux_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int clinux_fill_standard_streams(void) {
  struct pollfd streams[3] = {{.fd = 0}, {.fd = 1}, {.fd = 2}};
  if (poll(streams, 3, 0) <= 0) return 0;
  for (int number = 0; number < 3; number++) {
    if (!(streams[number].revents & POLLNVAL)) continue;
    int opened = open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != number) close(opened);
    if (opened != number) return -1;
  }
  return 0;
}

int clinux_process_handle(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int clinux_signal(int process, int handle, int signal) {
  return handle < 0 ? kill(process, signal) : (int)syscall(SYS_pidfd_send_signal, handle, signal, NULL, 0);
}

int clinux_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

// A pipe that replaced a closed standard stream would be lost when the child sets its own.
static int lift(int *end) {
  if (*end > 2) return 0;
  int lifted = fcntl(*end, F_DUPFD_CLOEXEC, 3);
  if (lifted < 0) return errno;
  close(*end);
  *end = lifted;
  return 0;
}

// Reads from what a child writes: [0] is ours and never waits, [1] is the child's.
static int open_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  int reason = lift(&ends[0]);
  if (reason == 0) reason = lift(&ends[1]);
  if (reason == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) reason = errno;
  if (reason == 0) return 0;
  close(ends[0]);
  close(ends[1]);
  return reason;
}

// Lets the calling process have so many descriptors, as far as its hard limit goes.
static void allow(int descriptors) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= (rlim_t)descriptors) return;
  limit.rlim_cur = limit.rlim_max < (rlim_t)descriptors ? limit.rlim_max : (rlim_t)descriptors;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// What the child does before its program runs; it shares the memory of its parent, which waits for it.
static int become(
    const char *path, char *const words[], char *const variables[], const char *directory, int descriptors, int input,
    int output, int error, int parent) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
  sigset_t none;
  sigemptyset(&none);
  if (input < 0) input = open("/dev/null", O_RDONLY);
  if (input < 0 || (input != 0 && dup2(input, 0) < 0) || dup2(output, 1) < 0 || dup2(error, 2) < 0) return errno;
  closefrom(3);
  allow(descriptors);
  if (setsid() < 0 || (directory != NULL && chdir(directory) != 0)) return errno;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return errno;
  // A parent that died before this was asked for sends no signal any more.
  if (getppid() != parent) return ECHILD;
  if (sigprocmask(SIG_SETMASK, &none, NULL) != 0) return errno;
  execve(path, words, variables);
  return errno;
}

// posix_spawn(3) knows no way to let a child end with its parent.
static int spawn(
    const char *path, char *const words[], char *const variables[], const char *directory, int descriptors, int input,
    int output, int error, int *process) {
  sigset_t all, before;
  sigfillset(&all);
  int failed = pthread_sigmask(SIG_SETMASK, &all, &before);
  if (failed != 0) return failed;
  volatile int reason = 0;
  int parent = getpid();
  int child = vfork();
  if (child == 0) {
    reason = become(path, words, variables, directory, descriptors, input, output, error, parent);
    _exit(127);
  }
  if (child < 0) reason = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child > 0 && reason != 0)
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  *process = child;
  return reason;
}

int clinux_start(
    const char *path, char *const words[], char *const variables[], const char *directory, int descriptors,
    int input, struct clinux_child *child) {
  int output[2], error[2];
  // Where the caller ignores SIGCHLD, a child would be gone before it could be waited for.
  struct sigaction before;
  if (sigaction(SIGCHLD, NULL, &before) == 0 && before.sa_handler == SIG_IGN) signal(SIGCHLD, SIG_DFL);
  int reason = open_pipe(output);
  if (reason != 0) return reason;
  if ((reason = open_pipe(error)) != 0) {
    close(output[0]);
    close(output[1]);
    return reason;
  }
  reason = spawn(path, words, variables, directory, descriptors, input, output[1], error[1], &child->process);
  close(output[1]);
  close(error[1]);
  if (reason != 0) {
    close(output[0]);
    close(error[0]);
    return reason;
  }
  child->handle = clinux_process_handle(child->process);
  child->output = output[0];
  child->error = error[0];
  return 0;
}

int clinux_run(const char *path, char *const words[], char *const variables[], int *status) {
  struct sigaction ignored = {.sa_handler = SIG_IGN}, usual = {.sa_handler = SIG_DFL}, interrupt, quit, child;
  // Where the caller ignores SIGCHLD, it would be gone before it could be waited for.
  sigaction(SIGCHLD, &usual, &child);
  sigaction(SIGINT, &ignored, &interrupt);
  sigaction(SIGQUIT, &ignored, &quit);
  posix_spawnattr_t attributes;
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGINT);
  sigaddset(&both, SIGQUIT);
  int reason = posix_spawnattr_init(&attributes), process = 0;
  if (reason == 0) {
    posix_spawnattr_setsigdefault(&attributes, &both);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    reason = posix_spawn(&process, path, NULL, &attributes, words, variables);
    posix_spawnattr_destroy(&attributes);
  }
  if (reason == 0)
    while (waitpid(process, status, 0) < 0)
      if (errno != EINTR) {
        reason = errno;
        break;
      }
  sigaction(SIGINT, &interrupt, NULL);
  sigaction(SIGQUIT, &quit, NULL);
  sigaction(SIGCHLD, &child, NULL);
  return reason;
}
