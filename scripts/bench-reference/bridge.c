// The bare work of an audio bridge: accepts, reads and forgets what comes, and sends each peer a frame of
// silence every 20 ms by its own clock. Prints its port, and ends when its standard input does.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 20, FRAME = 323 };
struct peer { int fd; struct peer *next; };
static struct peer *slots[SLOTS];

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int main(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);

  int poller = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec each = {{0, 1000000}, {0, 1000000}};
  timerfd_settime(timer, 0, &each, 0);
  int special[3] = {listener, timer, 0};
  for (int i = 0; i < 3; i++) {
    struct epoll_event event = {EPOLLIN, {.u64 = i}};
    epoll_ctl(poller, EPOLL_CTL_ADD, special[i], &event);
  }
  char frame[FRAME] = {0x10, 0x01, 0x40}, in[65536];
  int64_t done = now_ms();
  for (;;) {
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, 256, -1);
    for (int i = 0; i < count; i++) {
      uint64_t id = events[i].data.u64;
      if (id == 2) return 0;
      if (id == 0) {
        int fd;
        while ((fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
          int on = 1;
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          struct peer *peer = malloc(sizeof *peer);
          struct peer **slot = &slots[now_ms() % SLOTS];
          *peer = (struct peer){fd, *slot};
          *slot = peer;
          struct epoll_event event = {EPOLLIN, {.ptr = peer}};
          epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
        }
      } else if (id == 1) {
        uint64_t ticks;
        if (read(timer, &ticks, 8) < 0) continue;
        int64_t now = now_ms();
        if (now - done > 250) done = now - 250;
        for (; done < now; done++)
          for (struct peer **p = &slots[(done + 1) % SLOTS]; *p;) {
            if ((*p)->fd < 0) {
              struct peer *gone = *p;
              *p = gone->next;
              free(gone);
              continue;
            }
            if (send((*p)->fd, frame, FRAME, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EAGAIN) {
              close((*p)->fd);
              (*p)->fd = -1;
            }
            p = &(*p)->next;
          }
      } else {
        struct peer *peer = events[i].data.ptr;
        if (peer->fd >= 0 && recv(peer->fd, in, sizeof in, 0) == 0) {
          close(peer->fd);
          peer->fd = -1;
        }
      }
    }
  }
}
