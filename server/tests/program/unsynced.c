/* Loaded before the C library. Notes each write to the database that is not
 * synced yet, so that a test can take it back as a power cut would: beside the
 * file stands FILE.unsynced with (place, former size, former bytes, new bytes)
 * of every write since the last sync.
 *
 * UNSYNCED names the database; its write-ahead log is watched, too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Whether `fd` is a watched file; then `journal` is the path of its notes. */
static int watched(int fd, char journal[PATH_MAX + 16]) {
    const char *database = getenv("UNSYNCED");
    char link[64], path[PATH_MAX];
    if (!database) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    size_t length = strlen(database);
    if (strncmp(path, database, length) || (path[length] && strcmp(path + length, "-wal"))) return 0;
    snprintf(journal, PATH_MAX + 16, "%s.unsynced", path);
    return 1;
}

/* `after` is -1 for a file that is cut off at `at`. */
static void note(int fd, const char *journal, int64_t at, const void *bytes, int64_t after) {
    struct stat now;
    if (fstat(fd, &now)) abort();
    int64_t end = after < 0 ? now.st_size : at + after;
    if (end > now.st_size) end = now.st_size;
    int64_t before = end > at ? end - at : 0;
    int64_t head[4] = {at, now.st_size, before, after};
    char *former = malloc(before ? before : 1);
    if (!former || pread(fd, former, before, at) != before) abort();
    int notes = open(journal, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (notes < 0) abort();
    if (REAL(write)(notes, head, sizeof head) != sizeof head) abort();
    if (before && REAL(write)(notes, former, before) != before) abort();
    if (after > 0 && REAL(write)(notes, bytes, after) != after) abort();
    close(notes);
    free(former);
}

ssize_t write(int fd, const void *bytes, size_t n) {
    char journal[PATH_MAX + 16];
    if (!watched(fd, journal)) return REAL(write)(fd, bytes, n);
    pthread_mutex_lock(&lock);
    note(fd, journal, lseek(fd, 0, SEEK_CUR), bytes, n);
    ssize_t written = REAL(write)(fd, bytes, n);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) {
    char journal[PATH_MAX + 16];
    if (!watched(fd, journal)) return REAL(pwrite64)(fd, bytes, n, at);
    pthread_mutex_lock(&lock);
    note(fd, journal, at, bytes, n);
    ssize_t written = REAL(pwrite64)(fd, bytes, n, at);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { return pwrite64(fd, bytes, n, at); }

int ftruncate64(int fd, off64_t size) {
    char journal[PATH_MAX + 16];
    if (!watched(fd, journal)) return REAL(ftruncate64)(fd, size);
    pthread_mutex_lock(&lock);
    note(fd, journal, size, NULL, -1);
    int result = REAL(ftruncate64)(fd, size);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, int (*real)(int)) {
    char journal[PATH_MAX + 16];
    if (!watched(fd, journal)) return real(fd);
    pthread_mutex_lock(&lock);
    int result = real(fd);
    if (result == 0 && truncate(journal, 0)) { /* nothing was noted yet */ }
    pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }
