/* measure ROUNDS COMMAND [WORD]... [++ COMMAND [WORD]...]...

   Runs the commands in turn, ROUNDS times each, with their output thrown away, and prints a line for
   each: the median and the 90th percentile of the time from spawn to end in microseconds, the peak of
   its memory in kilobytes of 1000 bytes, and its exit status (-1 where that varied or a signal ended it). */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { most_commands = 16, most_rounds = 100000 };

struct command {
  char **words;
  double *times;
  long peak;
  int status;
};

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int ascending(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

int main(int count, char **words) {
  int rounds = count > 2 ? atoi(words[1]) : 0;
  if (rounds < 1 || rounds > most_rounds) {
    fputs("usage: measure ROUNDS COMMAND [WORD]... [++ COMMAND [WORD]...]...\n", stderr);
    return 64;
  }
  struct command commands[most_commands];
  int number = 0;
  for (char **word = words + 2; *word; number++) {
    if (number == most_commands) {
      fputs("measure: too many commands\n", stderr);
      return 64;
    }
    commands[number] = (struct command){.words = word, .status = -2};
    commands[number].times = malloc(rounds * sizeof(double));
    if (!commands[number].times) return 70;
    while (*word && strcmp(*word, "++")) word++;
    if (*word) *word++ = NULL;
  }

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  /* The first rounds only warm the caches. */
  for (int round = -10; round < rounds; round++) {
    for (int index = 0; index < number; index++) {
      struct command *command = &commands[index];
      struct rusage usage;
      pid_t child;
      int result;
      double start = now();
      int error = posix_spawn(&child, command->words[0], &actions, NULL, command->words, environ);
      if (error) {
        fprintf(stderr, "measure: %s: %s\n", command->words[0], strerror(error));
        return 70;
      }
      wait4(child, &result, 0, &usage);
      double end = now();
      if (round < 0) continue;
      command->times[round] = end - start;
      int status = WIFEXITED(result) ? WEXITSTATUS(result) : -1;
      command->status = command->status == -2 || command->status == status ? status : -1;
      if (usage.ru_maxrss > command->peak) command->peak = usage.ru_maxrss;
    }
  }
  for (int index = 0; index < number; index++) {
    struct command *command = &commands[index];
    qsort(command->times, rounds, sizeof(double), ascending);
    printf("%.1f %.1f %ld %d\n", command->times[rounds / 2], command->times[rounds * 9 / 10],
           command->peak * 1024 / 1000, command->status);
  }
  return 0;
}
