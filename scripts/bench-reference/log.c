/* What plain C does with the call log's tables: the rows of CALLS calls, 14 records each, committed with
   full sync in groups of 8192 records. The schema is read from a log that the product made.
   cc -O2 -o log log.c -lsqlite3;  ./log EMPTY-LOG CALLS  prints calls a second and user microseconds a call. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}
static double user(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec + u.ru_utime.tv_usec / 1e6;
}
static sqlite3 *db;
static void check(int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
    fprintf(stderr, "log: %s\n", sqlite3_errmsg(db));
    exit(2);
  }
}
static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *s;
  check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, 0));
  return s;
}
static void run(sqlite3_stmt *s) {
  check(sqlite3_step(s));
  check(sqlite3_reset(s));
}
static void text(sqlite3_stmt *s, int i, const char *t) { sqlite3_bind_text(s, i, t, strlen(t), SQLITE_TRANSIENT); }

static sqlite3_stmt *begin, *commit;
static int inGroup;
static void record(void) {
  if (++inGroup == 8192) {
    run(commit);
    run(begin);
    inGroup = 0;
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int calls = atoi(argv[2]);
  check(sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, 0));
  check(sqlite3_exec(db, "PRAGMA journal_mode = WAL", 0, 0, 0));
  check(sqlite3_exec(db, "PRAGMA synchronous = FULL", 0, 0, 0));
  begin = prepare("BEGIN IMMEDIATE");
  commit = prepare("COMMIT");
  sqlite3_stmt *open = prepare(
      "INSERT INTO calls (id, graph, flow, line, ani, dnis, offered) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  sqlite3_stmt *event =
      prepare("INSERT INTO call_events (call, n, at, kind, state, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  sqlite3_stmt *close = prepare(
      "UPDATE calls SET language = ?2, answered = ?3, ended = ?4, ended_by = ?5, outcome = ?6, own_outcome = ?7 "
      "WHERE id = ?1");
  double wall = now(), used = user();
  run(begin);
  for (int c = 0; c < calls; c++) {
    sqlite3_int64 id = 1772500000000000LL + c * 10, at = id / 1000;
    sqlite3_bind_int64(open, 1, id);
    text(open, 2, "0123456789abcdef");
    text(open, 3, "main");
    text(open, 4, "desk");
    text(open, 5, "0212345678");
    text(open, 6, "1000");
    sqlite3_bind_int64(open, 7, at);
    run(open);
    record();
    for (int n = 1; n <= 12; n++) {
      sqlite3_bind_int64(event, 1, id);
      sqlite3_bind_int64(event, 2, n);
      sqlite3_bind_int64(event, 3, at + n * 900);
      text(event, 4, n % 3 == 0 ? "key" : "move");
      text(event, 5, "main.top_menu");
      text(event, 6, "key 1 -> main.ask_account");
      run(event);
      record();
    }
    sqlite3_bind_int64(close, 1, id);
    text(close, 2, "ko");
    sqlite3_bind_int64(close, 3, at);
    sqlite3_bind_int64(close, 4, at + 12000);
    text(close, 5, "caller");
    text(close, 6, "self-served");
    text(close, 7, "balance_told");
    run(close);
    record();
  }
  run(commit);
  wall = now() - wall;
  used = user() - used;
  printf("%.0f %.3f\n", calls / wall, used * 1e6 / calls);
  return 0;
}
