/* A bare state machine with a heap of timers in virtual time, written in plain C: the least that any engine
   has to do for a call of the kind that `ivrbench calls` makes. No flow, no texts, no log.
   cc -O2 -o machine machine.c;  ./machine CALLS LIVE  prints, by CPU time, calls a second, events a call, ns an event. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum kind { ARRIVAL, STARTED, FINISHED, KEY_DOWN, KEY_UP, TIMER, ROW };
typedef struct {
  int64_t at;
  uint64_t serial;
  uint32_t call, play;
  uint8_t kind, key;
} event;
typedef struct {
  uint32_t play, timer;
  uint8_t state, digits, keysLeft;
} call;

static event *heap;
static int count, room;
static uint64_t serial;
static int before(const event *a, const event *b) {
  return a->at < b->at || (a->at == b->at && a->serial < b->serial);
}
static void add(int64_t at, int kind, uint32_t c, uint32_t play, int key) {
  if (count == room) heap = realloc(heap, (room = room ? room * 2 : 1024) * sizeof *heap);
  event e = {at, ++serial, c, play, kind, key};
  int i = count++;
  while (i > 0 && before(&e, &heap[(i - 1) / 2])) {
    heap[i] = heap[(i - 1) / 2];
    i = (i - 1) / 2;
  }
  heap[i] = e;
}
static event take(void) {
  event first = heap[0], last = heap[--count];
  int i = 0;
  for (;;) {
    int c = 2 * i + 1;
    if (c >= count) break;
    if (c + 1 < count && before(&heap[c + 1], &heap[c])) c++;
    if (!before(&heap[c], &last)) break;
    heap[i] = heap[c];
    i = c;
  }
  heap[i] = last;
  return first;
}

static uint64_t chance = 1;
static int scatter(int bound) {
  chance = chance * 6364136223846793005ULL + 1442695040888963407ULL;
  return (chance >> 33) % bound;
}

/* By prompt: its segments, when the caller acts after its beginning, how many keys he presses (ms). */
static const int segments[] = {2, 2, 1, 3, 1}, acts[] = {900, 4400, 2700, 6500, 0}, keys[] = {1, 1, 5, 1, 0};

static void play(call *c, uint32_t n, int64_t now) {
  c->play++;
  int64_t at = now;
  for (int i = 0; i < segments[c->state]; i++) {
    add(at, STARTED, n, c->play, i);
    at += 2000;
    add(at, FINISHED, n, c->play, i);
  }
  c->keysLeft = keys[c->state];
  at = now + acts[c->state] + scatter(700);
  for (int i = 0; i < keys[c->state]; i++, at += 300) {
    add(at, KEY_DOWN, n, c->play, i);
    add(at + 100, KEY_UP, n, c->play, i);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int wanted = atoi(argv[1]), live = atoi(argv[2]), left = wanted - live;
  long events = 0, done = 0;
  call *calls = calloc(live, sizeof *calls);
  for (int i = 0; i < live; i++) add(scatter(40000), ARRIVAL, i, 0, 0);
  struct timespec a, b;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  while (count) {
    event e = take();
    call *c = &calls[e.call];
    events++;
    switch (e.kind) {
    case ARRIVAL:
      c->state = c->digits = 0;
      add(e.at + 500, TIMER, e.call, ++c->timer, 0);
      break;
    case STARTED: break;
    case FINISHED:
      if (e.play != c->play || e.key + 1 < segments[c->state]) break;
      if (c->state == 4) {
        done++;
        c->play++;
        if (left > 0) left--, add(e.at + scatter(1000), ARRIVAL, e.call, 0, 0);
      } else
        add(e.at + 5000, TIMER, e.call, ++c->timer, 0);
      break;
    case KEY_DOWN:
      c->timer++;
      c->digits++;
      if (--c->keysLeft) break;
      if (c->state == 2)
        add(e.at, ROW, e.call, 0, 0);
      else
        c->state++, play(c, e.call, e.at);
      break;
    case KEY_UP:
      if (c->keysLeft && c->digits) add(e.at + 3000, TIMER, e.call, ++c->timer, 0);
      break;
    case ROW: c->state++, play(c, e.call, e.at); break;
    case TIMER:
      /* The half second of silence is over; a wait for keys never is, as callers act in time. */
      if (e.play == c->timer && c->state == 0) play(c, e.call, e.at);
      break;
    }
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  double used = b.tv_sec - a.tv_sec + (b.tv_nsec - a.tv_nsec) / 1e9;
  printf("%.0f %.1f %.1f\n", done / used, (double)events / done, used * 1e9 / events);
  return done == wanted ? 0 : 1;
}
