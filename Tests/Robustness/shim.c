/* Counts the file calls of a process in one folder, and ends the process or fails the call at the one asked for.
 *
 * Loaded by LD_PRELOAD. The environment says what to do:
 *   SHIM_FOLDER  the folder; other files are left alone
 *   SHIM_COUNTS  a file of one 32-bit counter for each kind of call, in the order of `kinds`
 *   SHIM_CALL    the kind that is acted on; "change" is every call that changes a file or a folder
 *   SHIM_AT      the number of the call, from 1
 *   SHIM_ACT     "kill" before the call, "torn" when half of what is written is there, or a number: errno
 *   SHIM_ALWAYS  set: the calls after that one fail, too
 *   SHIM_LOG     a file that gets a line for each call that changes a file: its kind, a tab, the path or paths
 * Calls inside the C library itself are not seen.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum kind {
    CHANGE, OPEN, CREATE, READ, WRITE, SYNC, TRUNCATE, RENAME, LINK, UNLINK, MAP, LOCK, UNLOCK, STATUS, CLOSE, LIST, PRINT,
    KINDS
};
static const char *const kinds[KINDS] = {
    "change", "open", "create", "read", "write", "sync", "truncate", "rename",
    "link", "unlink", "map", "lock", "unlock", "status", "close", "list", "print"};

static _Atomic uint32_t *counts;
static _Atomic uint32_t own_counts[KINDS];
static char folder[4096];
static size_t folder_length;
static int wanted = -1, at = 0, act_kill = 0, act_torn = 0, act_errno = 0, always = 0;
static _Atomic unsigned char ours[4096];
static int log_file = -1;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(type, name, ...) \
    static type (*call)(__VA_ARGS__); \
    if (!call) call = (type (*)(__VA_ARGS__))real(name)

__attribute__((constructor)) static void start(void) {
    const char *text = getenv("SHIM_FOLDER");
    if (!text) return;
    strncpy(folder, text, sizeof folder - 1);
    folder_length = strlen(folder);
    counts = own_counts;
    if ((text = getenv("SHIM_COUNTS"))) {
        int file = (int)syscall(SYS_openat, AT_FDCWD, text, O_RDWR);
        if (file >= 0) {
            void *memory = (void *)syscall(
                SYS_mmap, NULL, sizeof own_counts, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            if (memory != MAP_FAILED) counts = memory;
            syscall(SYS_close, file);
        }
    }
    if ((text = getenv("SHIM_LOG"))) {
        int file = (int)syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        log_file = (int)syscall(SYS_fcntl, file, F_DUPFD_CLOEXEC, 1000);
        syscall(SYS_close, file);
    }
    if ((text = getenv("SHIM_CALL")))
        for (int k = 0; k < KINDS; k++) if (!strcmp(kinds[k], text)) wanted = k;
    if ((text = getenv("SHIM_AT"))) at = atoi(text);
    always = getenv("SHIM_ALWAYS") != NULL;
    if ((text = getenv("SHIM_ACT"))) {
        act_kill = !strcmp(text, "kill");
        act_torn = !strcmp(text, "torn");
        act_errno = atoi(text);
    }
}

static void end(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static int changes(enum kind kind) {
    return kind == CREATE || kind == WRITE || kind == SYNC || kind == TRUNCATE || kind == RENAME || kind == LINK
        || kind == UNLINK || kind == PRINT;
}

/* Whether this is the call: 0 goes on, 1 fails with errno set, 2 is to be torn. */
static int count(enum kind kind) {
    if (!counts) return 0;
    int hit = 0;
    for (int pass = 0; pass < 2; pass++) {
        int k = pass ? CHANGE : (int)kind;
        if (pass && !changes(kind)) continue;
        int n = (int)atomic_fetch_add(&counts[k], 1) + 1;
        if (k == wanted && (n == at || (always && n > at && at > 0))) hit = 1;
    }
    if (!hit) return 0;
    if (act_kill) end();
    if (act_torn) return 2;
    if (act_errno) { errno = act_errno; return 1; }
    return 0;
}

static void tell(enum kind kind, const char *a, const char *b) {
    char line[9000];
    int length = snprintf(line, sizeof line, "%s\t%s\t%s\n", kinds[kind], a, b);
    syscall(SYS_write, log_file, line, length);
}
static void tell_file(enum kind kind, int file) {
    char link[64], path[4096];
    if (log_file < 0) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlink, link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    tell(kind, path, "");
}
static void tell_names(enum kind kind, const char *a, const char *b) {
    if (log_file >= 0) tell(kind, a, b);
}

static int inside(const char *path) {
    if (!counts || !path) return 0;
    if (path[0] != '/') return strncmp(path, "../", 3) != 0;
    return !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || !path[folder_length]);
}
static int is_ours(int file) { return counts && file >= 0 && file < 4096 && ours[file]; }
static int note(int file, int is_inside) {
    if (file >= 0 && file < 4096) ours[file] = (unsigned char)is_inside;
    return file;
}

static int opened(int base, const char *path, int flags, mode_t mode) {
    REAL(int, "openat", int, const char *, int, ...);
    int mine = inside(path);
    if (mine) {
        int hit = count((flags & (O_CREAT | O_TRUNC)) ? CREATE : OPEN);
        if (hit == 1) return -1;
        if (hit == 2) { call(base, path, flags, mode); end(); }
    }
    return note(call(base, path, flags, mode), mine);
}
#define MODE \
    mode_t mode = 0; \
    if (flags & O_CREAT) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int base, const char *path, int flags, ...) { MODE return opened(base, path, flags, mode); }
int openat64(int base, const char *path, int flags, ...) { MODE return opened(base, path, flags, mode); }
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __openat_2(int base, const char *path, int flags) { return opened(base, path, flags, 0); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int mkstemp(char *pattern) {
    REAL(int, "mkstemp", char *);
    int mine = inside(pattern);
    if (mine) {
        int hit = count(CREATE);
        if (hit == 1) return -1;
        if (hit == 2) { call(pattern); end(); }
    }
    return note(call(pattern), mine);
}
int mkostemp(char *pattern, int flags) {
    REAL(int, "mkostemp", char *, int);
    int mine = inside(pattern);
    if (mine && count(CREATE) == 1) return -1;
    return note(call(pattern, flags), mine);
}

#define READS(name, offset_parameter, offset) \
    ssize_t name(int file, void *bytes, size_t size offset_parameter) { \
        REAL(ssize_t, #name, int, void *, size_t, ...); \
        if (is_ours(file) && count(READ) == 1) return -1; \
        return call(file, bytes, size offset); \
    }
#define COMMA ,
READS(read, , )
READS(pread, COMMA off_t offset, COMMA offset)
READS(pread64, COMMA off_t offset, COMMA offset)

#define WRITES(name, offset_parameter, offset) \
    ssize_t name(int file, const void *bytes, size_t size offset_parameter) { \
        REAL(ssize_t, #name, int, const void *, size_t, ...); \
        if (counts && (is_ours(file) || file == 1)) { \
            int hit = count(file == 1 ? PRINT : WRITE); \
            if (hit == 1) return -1; \
            if (hit == 2) { call(file, bytes, size / 2 offset); end(); } \
            if (file != 1) tell_file(WRITE, file); \
        } \
        return call(file, bytes, size offset); \
    }
WRITES(write, , )
WRITES(pwrite, COMMA off_t offset, COMMA offset)
WRITES(pwrite64, COMMA off_t offset, COMMA offset)

/* Calls that give 0 or -1; a torn one is done before the end. */
#define SIMPLE(kind, name, parameters, types, arguments, condition, log) \
    int name parameters { \
        REAL(int, #name, types); \
        if (condition) { \
            int hit = count(kind); \
            if (hit == 1) return -1; \
            if (hit == 2) { call arguments; end(); } \
            log; \
        } \
        return call arguments; \
    }
#define TYPES(...) __VA_ARGS__
SIMPLE(SYNC, fsync, (int file), int, (file), is_ours(file), tell_file(SYNC, file))
SIMPLE(SYNC, fdatasync, (int file), int, (file), is_ours(file), tell_file(SYNC, file))
SIMPLE(TRUNCATE, ftruncate, (int file, off_t size),
    TYPES(int, off_t),
    (file, size), is_ours(file), tell_file(TRUNCATE, file))
SIMPLE(TRUNCATE, ftruncate64, (int file, off_t size),
    TYPES(int, off_t),
    (file, size), is_ours(file), tell_file(TRUNCATE, file))
SIMPLE(RENAME, rename, (const char *a, const char *b),
    TYPES(const char *, const char *),
    (a, b), inside(a) || inside(b), tell_names(RENAME, a, b))
SIMPLE(RENAME, renameat, (int d, const char *a, int e, const char *b),
    TYPES(int, const char *, int, const char *),
    (d, a, e, b), inside(a) || inside(b), tell_names(RENAME, a, b))
SIMPLE(RENAME, renameat2, (int d, const char *a, int e, const char *b, unsigned f),
    TYPES(int, const char *, int, const char *, unsigned),
    (d, a, e, b, f), inside(a) || inside(b), tell_names(RENAME, a, b))
SIMPLE(LINK, link, (const char *a, const char *b),
    TYPES(const char *, const char *),
    (a, b), inside(a) || inside(b), tell_names(LINK, a, b))
SIMPLE(LINK, linkat, (int d, const char *a, int e, const char *b, int f),
    TYPES(int, const char *, int, const char *, int),
    (d, a, e, b, f), inside(a) || inside(b), tell_names(LINK, a, b))
SIMPLE(UNLINK, unlink, (const char *path), TYPES(const char *), (path), inside(path), tell_names(UNLINK, path, ""))
SIMPLE(UNLINK, unlinkat, (int d, const char *path, int f),
    TYPES(int, const char *, int),
    (d, path, f), inside(path), tell_names(UNLINK, path, ""))
SIMPLE(UNLINK, remove, (const char *path), TYPES(const char *), (path), inside(path), tell_names(UNLINK, path, ""))
SIMPLE(CREATE, mkdir, (const char *path, mode_t mode),
    TYPES(const char *, mode_t),
    (path, mode), inside(path), (void)0)
SIMPLE(LOCK, flock, (int file, int how), TYPES(int, int), (file, how), is_ours(file), (void)0)
SIMPLE(STATUS, stat, (const char *path, struct stat *s),
    TYPES(const char *, struct stat *),
    (path, s), inside(path), (void)0)
SIMPLE(STATUS, stat64, (const char *path, struct stat64 *s),
    TYPES(const char *, struct stat64 *),
    (path, s), inside(path), (void)0)
SIMPLE(STATUS, lstat, (const char *path, struct stat *s),
    TYPES(const char *, struct stat *),
    (path, s), inside(path), (void)0)
SIMPLE(STATUS, lstat64, (const char *path, struct stat64 *s),
    TYPES(const char *, struct stat64 *),
    (path, s), inside(path), (void)0)
SIMPLE(STATUS, fstat, (int file, struct stat *s), TYPES(int, struct stat *), (file, s), is_ours(file), (void)0)
SIMPLE(STATUS, fstat64, (int file, struct stat64 *s), TYPES(int, struct stat64 *), (file, s), is_ours(file), (void)0)
SIMPLE(STATUS, access, (const char *path, int mode), TYPES(const char *, int), (path, mode), inside(path), (void)0)

int close(int file) {
    REAL(int, "close", int);
    if (is_ours(file)) {
        ours[file] = 0;
        if (count(CLOSE) == 1) { int code = errno; call(file); errno = code; return -1; }
    }
    return call(file);
}

#define LOCKS(name) \
    int name(int file, int command, ...) { \
        REAL(int, #name, int, int, ...); \
        va_list list; va_start(list, command); void *argument = va_arg(list, void *); va_end(list); \
        int locks = command == F_SETLK || command == F_SETLKW; \
        /* To ask after a lock and to end one cannot fail for another's sake. */ \
        int mild = command == F_GETLK || (locks && ((struct flock *)argument)->l_type == F_UNLCK); \
        if ((locks || mild) && is_ours(file) && count(mild ? UNLOCK : LOCK) == 1) return -1; \
        int result = call(file, command, argument); \
        if ((command == F_DUPFD || command == F_DUPFD_CLOEXEC) && is_ours(file)) note(result, 1); \
        return result; \
    }
LOCKS(fcntl)
LOCKS(fcntl64)

#define MAPS(name) \
    void *name(void *address, size_t size, int protection, int flags, int file, off_t offset) { \
        REAL(void *, #name, void *, size_t, int, int, int, off_t); \
        if (file >= 0 && is_ours(file) && count(MAP) == 1) return MAP_FAILED; \
        return call(address, size, protection, flags, file, offset); \
    }
MAPS(mmap)
MAPS(mmap64)

DIR *opendir(const char *path) {
    REAL(DIR *, "opendir", const char *);
    if (inside(path) && count(LIST) == 1) return NULL;
    return call(path);
}
