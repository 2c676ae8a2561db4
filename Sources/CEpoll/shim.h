// What the C library has and Swift's module of it leaves out.
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <mcheck.h>
#include <spawn.h>

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
