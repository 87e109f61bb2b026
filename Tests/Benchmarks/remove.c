/* Removes the directories ssh-* of a directory with what lies in them, and proves nothing: what the removal alone costs. */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { most = 1000, longest = 255 };

int main(int count, char **words) {
  static char names[most][longest + 1];
  int found = 0;
  int outer = count == 2 ? open(words[1], O_RDONLY | O_DIRECTORY) : -1;
  DIR *entries = outer < 0 ? NULL : fdopendir(outer);
  struct dirent *entry;
  if (!entries) return 1;
  while (found < most && (entry = readdir(entries)))
    if (!strncmp(entry->d_name, "ssh-", 4)) strcpy(names[found++], entry->d_name);
  for (int index = 0; index < found; index++) {
    int inner = openat(outer, names[index], O_RDONLY | O_DIRECTORY);
    DIR *sockets = inner < 0 ? NULL : fdopendir(inner);
    if (!sockets) return 1;
    while ((entry = readdir(sockets)))
      if (entry->d_name[0] != '.' && unlinkat(inner, entry->d_name, 0)) return 1;
    closedir(sockets);
    if (unlinkat(outer, names[index], AT_REMOVEDIR)) return 1;
  }
  return 0;
}
