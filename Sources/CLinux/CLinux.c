#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int argument_count;
static char *const *arguments;
const int clinux_o_path = O_PATH;

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
