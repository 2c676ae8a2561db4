// spandsp's DTMF receiver with its default parameters, for scripts/bench dtmf.
//   dtmf read CASES.LST FRAME         a line a case: id digits t1,t2,… (samples fed when each was reported)
//   dtmf speed FILE.WAV FRAME TIMES   user time, in seconds, of hearing a file that often
// Build: cc -O2 -o dtmf dtmf.c -lspandsp
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <spandsp.h>

struct sound {
  int16_t *samples;
  long count;
  unsigned char *bytes;
};

// The data chunk of a 16-bit mono WAV file.
static int load(const char *path, struct sound *sound) {
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  fseek(file, 0, SEEK_END);
  long size = ftell(file), at = 12;
  rewind(file);
  sound->bytes = malloc(size > 0 ? size : 1);
  int read = sound->bytes && fread(sound->bytes, 1, size, file) == (size_t)size;
  fclose(file);
  while (read && at + 8 <= size) {
    uint32_t length;
    memcpy(&length, sound->bytes + at + 4, 4);
    if (!memcmp(sound->bytes + at, "data", 4)) {
      if (length > size - at - 8) length = size - at - 8;
      sound->samples = (int16_t *)(sound->bytes + at + 8);
      sound->count = length / 2;
      return 1;
    }
    at += 8L + length + (length & 1);
  }
  free(sound->bytes);
  return 0;
}

static double user_time(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6;
}

static int hear(const char *id, const struct sound *sound, long frame) {
  static char digits[65536], got[256];
  static long times[65536];
  size_t count = 0;
  dtmf_rx_state_t *receiver = dtmf_rx_init(NULL, NULL, NULL);
  if (!receiver) return 0;
  for (long at = 0; at < sound->count; at += frame) {
    long n = sound->count - at < frame ? sound->count - at : frame;
    dtmf_rx(receiver, sound->samples + at, n);
    size_t new = dtmf_rx_get(receiver, got, sizeof got - 1);
    for (size_t i = 0; i < new && count < sizeof digits - 1; i++) {
      digits[count] = got[i];
      times[count++] = at + n;
    }
  }
  dtmf_rx_free(receiver);
  digits[count] = 0;
  printf("%s %s", id, count ? digits : "-");
  for (size_t i = 0; i < count; i++) printf("%c%ld", i ? ',' : ' ', times[i]);
  printf("\n");
  return 1;
}

int main(int argc, char **argv) {
  struct sound sound;
  long frame = argc > 3 ? atol(argv[3]) : 0;
  if (argc == 4 && !strcmp(argv[1], "read") && frame > 0) {
    char line[8192], path[16384];
    const char *slash = strrchr(argv[2], '/');
    FILE *list = fopen(argv[2], "r");
    if (!list) return perror(argv[2]), 2;
    while (fgets(line, sizeof line, list)) {
      line[strcspn(line, "\r\n")] = 0;
      char *name = strchr(line, '\t');
      if (!name) continue;
      *name++ = 0;
      snprintf(path, sizeof path, "%.*s%s", slash ? (int)(slash + 1 - argv[2]) : 0, argv[2], name);
      if (!load(path, &sound)) return fprintf(stderr, "%s cannot be read\n", path), 2;
      if (!hear(line, &sound, frame)) return 2;
      free(sound.bytes);
    }
    fclose(list);
    return 0;
  }
  if (argc == 5 && !strcmp(argv[1], "speed") && frame > 0) {
    if (!load(argv[2], &sound)) return fprintf(stderr, "%s cannot be read\n", argv[2]), 2;
    char got[256];
    size_t count = 0;
    dtmf_rx_state_t *receiver = dtmf_rx_init(NULL, NULL, NULL);
    if (!receiver) return 2;
    double start = user_time();
    for (int times = atoi(argv[4]); times > 0; times--)
      for (long at = 0; at < sound.count; at += frame) {
        dtmf_rx(receiver, sound.samples + at, sound.count - at < frame ? sound.count - at : frame);
        count += dtmf_rx_get(receiver, got, sizeof got - 1);
      }
    printf("%.6f %zu\n", user_time() - start, count);
    return 0;
  }
  fprintf(stderr, "usage: dtmf read CASES.LST FRAME | dtmf speed FILE.WAV FRAME TIMES\n");
  return 2;
}
