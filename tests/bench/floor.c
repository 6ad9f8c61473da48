/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The floor under any program that makes a site: reads a tree into memory, then, and only this is
 * timed, writes the same bytes to the same paths of a fresh folder.
 *
 *     floor [-j N] SOURCE          reads only, for counting the system calls of that
 *     floor [-j N] SOURCE DEST     mkdir, open, write, close; DEST must not exist
 *     floor [-j N] -s SOURCE       stat() of each file: the least that "nothing changed" costs
 *
 * Folders that hold folders are made first, by one thread, within the time. Each of the others is
 * made by the worker that writes its files; workers take the next few from a counter. Prints JSON.
 */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_WORKERS = 256, STEP = 16, PATH_BYTES = 4096 };

struct file {
    char *path;
    char *bytes;
    size_t length;
};

struct folder {
    char *path;
    size_t first_file;
    size_t file_count;
    bool has_folders;
};

static struct {
    struct folder *folders;
    struct file *files;
    size_t folder_count;
    size_t file_count;
    size_t byte_count;
    size_t next; /* atomic: the folder or file that is taken next */
    bool only_stat;
} tree;

static void *grow(void *items, size_t count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return items;
    items = realloc(items, (count == 0 ? 1 : count * 2) * size);
    if (items == NULL)
        err(1, "realloc");
    return items;
}

static void read_file(const char *path, size_t length)
{
    tree.files = grow(tree.files, tree.file_count, sizeof *tree.files);
    struct file *file = &tree.files[tree.file_count++];
    *file = (struct file){.path = strdup(path), .length = length};
    tree.byte_count += length;
    if (tree.only_stat)
        return;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    file->bytes = malloc(length + 1);
    if (fd < 0 || file->bytes == NULL || read(fd, file->bytes, length) != (ssize_t)length)
        err(1, "%s", path);
    close(fd);
}

/* A folder's files stand together: its folders are read when all of its files have been. */
static void read_folder(const char *path)
{
    struct dirent **entries;
    char below[PATH_BYTES];
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0)
        err(1, "%s", path);
    tree.folders = grow(tree.folders, tree.folder_count, sizeof *tree.folders);
    size_t at = tree.folder_count++;
    tree.folders[at] = (struct folder){.path = strdup(path), .first_file = tree.file_count};
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < count; i++) {
            struct stat about;
            const char *name = entries[i]->d_name;
            if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
                continue;
            snprintf(below, sizeof below, "%s/%s", path, name);
            if (lstat(below, &about) != 0)
                err(1, "%s", below);
            if (S_ISREG(about.st_mode) && pass == 0)
                read_file(below, (size_t)about.st_size);
            if (S_ISDIR(about.st_mode) && pass == 1) {
                tree.folders[at].has_folders = true;
                read_folder(below);
            }
        }
        if (pass == 0)
            tree.folders[at].file_count = tree.file_count - tree.folders[at].first_file;
    }
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
}

static void make_folder(const struct folder *folder)
{
    if (strcmp(folder->path, ".") != 0 && mkdir(folder->path, 0777) != 0)
        err(1, "%s", folder->path);
}

static void write_file(const struct file *file)
{
    int fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, file->bytes, file->length) != (ssize_t)file->length || close(fd) != 0)
        err(1, "%s", file->path);
}

static void write_folder(const struct folder *folder)
{
    if (!folder->has_folders)
        make_folder(folder);
    for (size_t i = 0; i < folder->file_count; i++)
        write_file(&tree.files[folder->first_file + i]);
}

static void *work(void *unused)
{
    size_t count = tree.only_stat ? tree.file_count : tree.folder_count;

    for (;;) {
        size_t from = __atomic_fetch_add(&tree.next, STEP, __ATOMIC_RELAXED);
        if (from >= count)
            return unused;
        for (size_t i = from; i < from + STEP && i < count; i++) {
            struct stat about;
            if (!tree.only_stat)
                write_folder(&tree.folders[i]);
            else if (stat(tree.files[i].path, &about) != 0)
                err(1, "%s", tree.files[i].path);
        }
    }
}

static void work_all(int workers)
{
    pthread_t threads[MAX_WORKERS];

    for (size_t i = 0; i < tree.folder_count && !tree.only_stat; i++)
        if (tree.folders[i].has_folders)
            make_folder(&tree.folders[i]);
    for (int i = 1; i < workers; i++)
        if (pthread_create(&threads[i], NULL, work, NULL) != 0)
            errx(1, "no thread");
    work(NULL);
    for (int i = 1; i < workers; i++)
        pthread_join(threads[i], NULL);
}

static double wall_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double cpu_ms(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

static void enter(const char *folder)
{
    if (chdir(folder) != 0)
        err(1, "%s", folder);
}

static void run(int workers)
{
    double wall = wall_ms();
    double cpu = cpu_ms();

    work_all(workers);
    printf("{\"files\": %zu, \"bytes\": %zu, \"wall_ms\": %.3f, \"cpu_ms\": %.3f}\n",
           tree.file_count, tree.byte_count, wall_ms() - wall, cpu_ms() - cpu);
}

int main(int argc, char **argv)
{
    long workers = 1;

    for (int option; (option = getopt(argc, argv, "j:s")) != -1;) {
        if (option == 'j')
            workers = strtol(optarg, NULL, 10);
        else if (option == 's')
            tree.only_stat = true;
        else
            return 2;
    }
    bool writes = argc - optind == 2 && !tree.only_stat;
    if ((argc - optind != 1 && !writes) || workers < 1 || workers > MAX_WORKERS)
        errx(2, "usage: floor [-j N] SOURCE [DEST], or floor [-j N] -s SOURCE");
    /* Before the folder of the process changes: DEST may be relative. */
    if (writes && mkdir(argv[optind + 1], 0777) != 0)
        err(1, "%s", argv[optind + 1]);
    int into = writes ? open(argv[optind + 1], O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    enter(argv[optind]);
    read_folder(".");
    if (writes && fchdir(into) != 0)
        err(1, "%s", argv[optind + 1]);
    if (writes || tree.only_stat)
        run((int)workers);
    return 0;
}
