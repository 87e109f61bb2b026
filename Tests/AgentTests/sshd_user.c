/* Preloaded into sshd: what it asks of a machine on which it is not installed.

   The one user who may log in has the home directory and the shell of the test, and the user and the empty directory
   that sshd separates its privileges with need not exist. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pwd.h>
#include <shadow.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct passwd *changed(struct passwd *entry) {
  char *home = getenv("TEST_HOME");
  if (entry && home && strcmp(entry->pw_name, "sshd") != 0) {
    entry->pw_dir = home;
    entry->pw_shell = "/bin/sh";
    entry->pw_passwd = "*";
  }
  return entry;
}

struct passwd *getpwnam(const char *name) {
  static struct passwd separate;
  struct passwd *(*next)(const char *) = (struct passwd * (*)(const char *)) dlsym(RTLD_NEXT, "getpwnam");
  struct passwd *entry = next(name);
  if (entry || strcmp(name, "sshd") != 0) return changed(entry);
  separate = (struct passwd){"sshd", "x", 65534, 65534, "", "/", "/usr/sbin/nologin"};
  return &separate;
}

/* That an account has no password does not lock it here. */
struct spwd *getspnam(const char *name) {
  (void)name;
  return NULL;
}

struct passwd *getpwuid(uid_t user) {
  struct passwd *(*next)(uid_t) = (struct passwd * (*)(uid_t)) dlsym(RTLD_NEXT, "getpwuid");
  return changed(next(user));
}

static const char *directory(const char *path) {
  const char *empty = getenv("TEST_EMPTY");
  return empty && strcmp(path, "/run/sshd") == 0 ? empty : path;
}

int stat(const char *path, struct stat *status) {
  return fstatat(AT_FDCWD, directory(path), status, 0);
}

int chroot(const char *path) {
  int (*next)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "chroot");
  return next(directory(path));
}
