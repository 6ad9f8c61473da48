/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * emit/ over folders in a temporary one: what each build leaves on the disk and says. What a killed
 * build leaves is tests/kill/'s, by real kills; here its states are made by hand.
 */
#include "emit/emit.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A place for one test: `root/site/public` is the output. */
struct place {
    char *root;
    char *out;
    struct dip_diag *diag;
    struct dip_output_summary summary;
};

/* A file of a build; a row without a path ends the table. */
struct file {
    const char *path;
    const char *content;
};

static void set_up(struct place *place, gconstpointer data)
{
    (void)data;
    place->root = g_dir_make_tmp("dip-emit-XXXXXX", NULL);
    place->out = g_build_filename(place->root, "site", "public", NULL);
    place->diag = dip_diag_new();
}

static void remove_tree(const char *path)
{
    GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *below = g_build_filename(path, name, NULL);
        remove_tree(below);
    }
    if (dir != NULL) {
        g_dir_close(dir);
    }
    g_remove(path);
}

static void tear_down(struct place *place, gconstpointer data)
{
    (void)data;
    remove_tree(place->root);
    dip_diag_free(place->diag);
    g_free(place->out);
    g_free(place->root);
}

static void forget_diagnostics(struct place *place)
{
    dip_diag_free(place->diag);
    place->diag = dip_diag_new();
}

static char *path_in(const struct place *place, const char *path)
{
    return g_build_filename(place->out, path, NULL);
}

static char *path_beside(const struct place *place, const char *name)
{
    return g_build_filename(place->root, "site", name, NULL);
}

static char *content_of(const char *path)
{
    char *content = NULL;
    g_file_get_contents(path, &content, NULL, NULL);
    return content;
}

static void write_file(const char *path, const char *content)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
    g_assert_true(g_file_set_contents(path, content, -1, NULL));
}

/* Put all files in one group each folder, and commit. */
static bool build(struct place *place, const struct file *files)
{
    DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
    if (output == NULL) {
        return false;
    }
    struct dip_output_group *group = dip_output_group_begin(output, "");
    bool fine = true;
    for (; files->path != NULL; files++) {
        fine &=
            dip_output_put(group, files->path, files->content, strlen(files->content), place->diag);
    }
    dip_output_group_end(group);
    return dip_output_commit(output, place->diag, &place->summary) && fine;
}

static void collect(const char *root, const char *path, GPtrArray *lines)
{
    g_autofree char *here = g_build_filename(root, path, NULL);
    GDir *dir = g_dir_open(here, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *below =
            path[0] == '\0' ? g_strdup(name) : g_build_filename(path, name, NULL);
        g_autofree char *whole = g_build_filename(root, below, NULL);
        if (g_file_test(whole, G_FILE_TEST_IS_SYMLINK)) {
            g_ptr_array_add(lines, g_strdup_printf("%s -> ", below));
        } else if (g_file_test(whole, G_FILE_TEST_IS_DIR)) {
            guint before = lines->len;
            collect(root, below, lines);
            if (lines->len == before) {
                g_ptr_array_add(lines, g_strdup_printf("%s/", below));
            }
        } else {
            g_autofree char *content = content_of(whole);
            g_ptr_array_add(lines, g_strdup_printf("%s=%s", below, content));
        }
    }
    if (dir != NULL) {
        g_dir_close(dir);
    }
}

static gint compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All that is below a folder, as "path=content path=content"; empty folders end with a slash. */
static char *tree_of(const char *root)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    collect(root, "", lines);
    g_ptr_array_sort(lines, compare_lines);
    g_ptr_array_add(lines, NULL);
    return g_strjoinv(" ", (char **)lines->pdata);
}

static void expect_tree(const struct place *place, const char *wanted)
{
    g_autofree char *found = tree_of(place->out);
    g_assert_cmpstr(found, ==, wanted);
}

/* Only the lock and the manifest stay. */
static void expect_clean(const struct place *place)
{
    g_autofree char *folder = g_path_get_dirname(place->out);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        g_assert_true(strcmp(name, "public") == 0 || strcmp(name, ".public.lock") == 0 ||
                      strcmp(name, ".public.manifest") == 0);
    }
}

static void expect_said(struct place *place, const char *part)
{
    g_autoptr(GString) json = g_string_new(NULL);
    dip_diag_print_json(place->diag, json);
    if (strstr(json->str, part) == NULL) {
        g_test_message("not in %s: %s", json->str, part);
        g_test_fail();
    }
}

static void expect_silence(const struct place *place)
{
    g_assert_cmpuint(dip_diag_count(place->diag, DIP_ERROR), ==, 0);
    g_assert_cmpuint(dip_diag_count(place->diag, DIP_WARNING), ==, 0);
}

static const struct file one[] = {
    {"index.html", "home"}, {"a/index.html", "a"}, {"b/c/d.html", "d"}, {0}};
#define ONE "a/index.html=a b/c/d.html=d index.html=home"

/* What one build after another leaves, and what the last one says it did. */
static const struct step {
    const char *title;
    struct file first[6];
    struct file second[6];
    const char *tree;
    struct dip_output_summary summary;
} steps[] = {
    {"nothing", {{0}}, {{0}}, "", {0}},
    {"from nothing", {{0}}, {{"a", "1"}}, "a=1", {1, 1, 1, 0, 0}},
    {"to nothing", {{"a/b/c", "1"}, {"d", "2"}}, {{0}}, "", {0, 0, 0, 0, 2}},
    {"the same",
     {{"a", "1"}, {"b/c", "22"}},
     {{"a", "1"}, {"b/c", "22"}},
     "a=1 b/c=22",
     {2, 3, 0, 2, 0}},
    {"one changed", {{"a", "1"}, {"b", "2"}}, {{"a", "1"}, {"b", "3"}}, "a=1 b=3", {2, 2, 1, 1, 0}},
    {"one longer",
     {{"a", "1"}, {"b", "2"}},
     {{"a", "1"}, {"b", "33"}},
     "a=1 b=33",
     {2, 3, 1, 1, 0}},
    {"one empty", {{"a", "1"}}, {{"a", ""}}, "a=", {1, 0, 1, 0, 0}},
    {"one removed", {{"a", "1"}, {"b", "2"}}, {{"b", "2"}}, "b=2", {1, 1, 0, 1, 1}},
    {"the last removed", {{"a", "1"}, {"b", "2"}}, {{"a", "1"}}, "a=1", {1, 1, 0, 1, 1}},
    {"a folder removed", {{"a", "1"}, {"b/c/d", "2"}}, {{"a", "1"}}, "a=1", {1, 1, 0, 1, 1}},
    {"one more in a folder",
     {{"b/c/d", "2"}},
     {{"b/c/d", "2"}, {"b/c/e", "3"}},
     "b/c/d=2 b/c/e=3",
     {2, 2, 1, 1, 0}},
    {"another order",
     {{"a", "1"}, {"b", "2"}, {"c", "3"}},
     {{"c", "3"}, {"a", "1"}, {"b", "2"}},
     "a=1 b=2 c=3",
     {3, 3, 0, 3, 0}},
    {"one before",
     {{"b", "2"}, {"c", "3"}},
     {{"a", "1"}, {"b", "2"}, {"c", "3"}},
     "a=1 b=2 c=3",
     {3, 3, 1, 2, 0}},
    {"contents swapped",
     {{"a", "1"}, {"b", "2"}},
     {{"a", "2"}, {"b", "1"}},
     "a=2 b=1",
     {2, 2, 2, 0, 0}},
    {"renamed", {{"a/x", "1"}}, {{"b/x", "1"}}, "b/x=1", {1, 1, 1, 0, 1}},
    {"a file to a folder",
     {{"a", "1"}, {"z", "2"}},
     {{"a/b/c", "1"}, {"z", "2"}},
     "a/b/c=1 z=2",
     {2, 2, 1, 1, 1}},
    {"a folder to a file",
     {{"a/b/c", "1"}, {"a/d", "1"}, {"z", "2"}},
     {{"a", "1"}, {"z", "2"}},
     "a=1 z=2",
     {2, 2, 1, 1, 2}},
    {"any bytes in names",
     {{"\303\251 %\\\"", "1"}},
     {{"\303\251 %\\\"", "1"}},
     "\303\251 %\\\"=1",
     {1, 1, 0, 1, 0}},
};

static void expect_summary(const struct dip_output_summary *found,
                           const struct dip_output_summary *wanted)
{
    g_assert_cmpuint(found->files, ==, wanted->files);
    g_assert_cmpuint(found->bytes, ==, wanted->bytes);
    g_assert_cmpuint(found->written, ==, wanted->written);
    g_assert_cmpuint(found->unchanged, ==, wanted->unchanged);
    g_assert_cmpuint(found->removed, ==, wanted->removed);
}

static void test_steps(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        struct place place = {0};
        g_test_message("%s", steps[i].title);
        set_up(&place, NULL);
        g_assert_true(build(&place, steps[i].first));
        g_assert_true(build(&place, steps[i].second));
        expect_silence(&place);
        expect_tree(&place, steps[i].tree);
        expect_clean(&place);
        expect_summary(&place.summary, &steps[i].summary);
        /* And what was built is what the next build finds. */
        g_assert_true(build(&place, steps[i].second));
        g_assert_cmpuint(place.summary.written, ==, 0);
        tear_down(&place, NULL);
    }
}

static void test_modes(struct place *place, gconstpointer data)
{
    (void)data;
    mode_t before = umask(027);
    g_assert_true(build(place, one));
    umask(before);
    struct stat status;
    g_autofree char *file = path_in(place, "a/index.html");
    g_assert_cmpint(stat(file, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 07777, ==, 0640);
    g_autofree char *folder = path_in(place, "a");
    g_assert_cmpint(stat(folder, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 07777, ==, 0750);
}

static struct stat status_of(const char *path)
{
    struct stat status;
    g_assert_cmpint(lstat(path, &status), ==, 0);
    return status;
}

static void expect_untouched(const struct stat *before, const char *path)
{
    struct stat now = status_of(path);
    g_assert_cmpuint(now.st_ino, ==, before->st_ino);
    g_assert_cmpint(now.st_ctim.tv_sec, ==, before->st_ctim.tv_sec);
    g_assert_cmpint(now.st_ctim.tv_nsec, ==, before->st_ctim.tv_nsec);
}

static void test_unchanged(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *manifest = path_beside(place, ".public.manifest");
    g_autofree char *parent = path_beside(place, ".");
    g_autofree char *page = path_in(place, "a/index.html");
    struct stat manifest_before = status_of(manifest);
    struct stat parent_before = status_of(parent);
    struct stat page_before = status_of(page);
    g_usleep(20000);
    g_assert_true(build(place, one));
    expect_untouched(&manifest_before, manifest);
    expect_untouched(&parent_before, parent);
    expect_untouched(&page_before, page);
}

/* What someone else did to our files is put right. */
static void test_meddled(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *page = path_in(place, "a/index.html");
    write_file(page, "longer than it was");
    g_autofree char *deep = path_in(place, "b/c/d.html");
    g_autofree char *folder = path_in(place, "b/c");
    g_assert_cmpint(g_remove(deep), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_assert_true(build(place, one));
    expect_tree(place, ONE);
    g_assert_cmpuint(place->summary.written, ==, 2);

    remove_tree(place->out);
    g_assert_true(build(place, one));
    expect_tree(place, ONE);
    g_assert_cmpuint(place->summary.written, ==, 3);
}

static void test_no_commit(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    {
        DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
        struct dip_output_group *group = dip_output_group_begin(output, "");
        g_assert_true(dip_output_put(group, "a/index.html", "new", 3, place->diag));
        dip_output_group_end(group);
    }
    expect_tree(place, ONE);
    expect_clean(place);
}

static void test_foreign_folder(struct place *place, gconstpointer data)
{
    (void)data;
    g_autofree char *file = path_in(place, "thesis.tex");
    g_autofree char *other = path_in(place, "z/other");
    write_file(file, "mine");
    write_file(other, "mine too");
    g_assert_false(build(place, one));
    expect_said(place, "output-foreign");
    expect_said(place, "thesis.tex");
    expect_said(place, "--out");
    expect_tree(place, "thesis.tex=mine z/other=mine too");
}

static void test_empty_folder(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(g_mkdir_with_parents(place->out, 0755), ==, 0);
    g_assert_cmpint(g_chmod(place->out, 0775), ==, 0);
    g_assert_true(build(place, one));
    expect_tree(place, ONE);
    g_assert_cmpint(status_of(place->out).st_mode & 07777, ==, 0775);
}

/* Files of others that are not in the way stay, and so do their folders. */
static void test_foreign_beside(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *file = path_in(place, "b/c/mine");
    g_autofree char *link = path_in(place, "a/link");
    write_file(file, "x");
    g_assert_cmpint(symlink("/nowhere", link), ==, 0);
    g_assert_true(build(place, (struct file[]){{"index.html", "home"}, {0}}));
    expect_silence(place);
    expect_tree(place, "a/link ->  b/c/mine=x index.html=home");
}

/* What is in the way of the file `a/b/c`, over a build that made index.html only. */
static const struct obstacle {
    const char *title;
    const char *path;
    const char *content; /* NULL: a folder; "->": a link to another folder */
    const char *said;
} obstacles[] = {
    {"a file", "a/b/c", "mine", "public/a/b/c"},
    {"an empty folder", "a/b/c", NULL, "public/a/b/c"},
    {"a folder with a file", "a/b/c/d", "mine", "public/a/b/c/d"},
    {"a file for a folder", "a/b", "mine", "public/a/b"},
    {"a file for a folder above", "a", "mine", "public/a"},
    {"a link", "a/b/c", "->", "public/a/b/c"},
    {"a link for a folder", "a/b", "->", "public/a/b"},
    {"a link for a folder above", "a", "->", "public/a"},
};

static void test_obstacles(void)
{
    static const struct file base[] = {{"index.html", "home"}, {0}};
    static const struct file more[] = {{"index.html", "new"}, {"a/b/c", "1"}, {0}};
    for (size_t i = 0; i < G_N_ELEMENTS(obstacles); i++) {
        const struct obstacle *o = &obstacles[i];
        struct place place = {0};
        g_test_message("%s", o->title);
        set_up(&place, NULL);
        g_assert_true(build(&place, base));
        g_autofree char *path = path_in(&place, o->path);
        g_autofree char *elsewhere = g_build_filename(place.root, "elsewhere", NULL);
        g_autofree char *secret = g_build_filename(elsewhere, "b", "c", NULL);
        write_file(secret, "far");
        if (o->content == NULL) {
            g_mkdir_with_parents(path, 0755);
        } else if (strcmp(o->content, "->") == 0) {
            g_autofree char *folder = g_path_get_dirname(path);
            g_mkdir_with_parents(folder, 0755);
            g_assert_cmpint(symlink(elsewhere, path), ==, 0);
        } else {
            write_file(path, o->content);
        }
        g_autofree char *before = tree_of(place.out);
        g_assert_false(build(&place, more));
        expect_said(&place, "output-foreign");
        expect_said(&place, o->said);
        expect_tree(&place, before);
        expect_clean(&place);
        g_autofree char *far = content_of(secret);
        g_assert_cmpstr(far, ==, "far");
        tear_down(&place, NULL);
    }
}

/* A folder of ours that became a link is not followed: not for looking, writing or removing. */
static void test_link_for_folder(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *folder = path_in(place, "b/c");
    g_autofree char *elsewhere = g_build_filename(place->root, "elsewhere", NULL);
    g_assert_cmpint(g_rename(folder, elsewhere), ==, 0);
    g_assert_cmpint(symlink(elsewhere, folder), ==, 0);
    g_assert_false(build(place, one));
    expect_said(place, "output-foreign");
    forget_diagnostics(place);
    g_assert_true(build(place, (struct file[]){{"index.html", "home"}, {0}}));
    g_autofree char *far = tree_of(elsewhere);
    g_assert_cmpstr(far, ==, "d.html=d");
}

/* The output itself may be a link: what is beside is beside what it leads to. */
static void test_link_to_output(struct place *place, gconstpointer data)
{
    (void)data;
    g_autofree char *real = g_build_filename(place->root, "www", NULL);
    g_autofree char *site = path_beside(place, ".");
    g_mkdir_with_parents(real, 0755);
    g_mkdir_with_parents(site, 0755);
    g_assert_cmpint(symlink("../www", place->out), ==, 0);
    g_assert_true(build(place, one));
    g_autofree char *tree = tree_of(real);
    g_assert_cmpstr(tree, ==, ONE);
    g_autofree char *manifest = g_build_filename(place->root, ".www.manifest", NULL);
    g_assert_true(g_file_test(manifest, G_FILE_TEST_EXISTS));
    g_assert_true(g_file_test(place->out, G_FILE_TEST_IS_SYMLINK));
}

static void damage(const char *path, gssize cut, size_t flip)
{
    g_autofree char *content = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &content, &length, NULL));
    content[flip] = (char)(content[flip] ^ 1);
    g_assert_true(g_file_set_contents(path, content, cut >= 0 ? cut : (gssize)length, NULL));
}

static void test_damaged(struct place *place, gconstpointer data)
{
    (void)data;
    g_autofree char *manifest = path_beside(place, ".public.manifest");
    g_assert_true(build(place, one));
    g_autofree char *whole = content_of(manifest);
    size_t length = strlen(whole);
    for (size_t i = 0; i < 2 * length; i += 7) {
        damage(manifest, i < length ? -1 : (gssize)(i - length), i % length);
        g_autofree char *page = path_in(place, "a/index.html");
        write_file(page, "A");
        g_assert_true(build(place, one));
        expect_said(place, "manifest-damaged");
        g_assert_cmpuint(dip_diag_count(place->diag, DIP_ERROR), ==, 0);
        forget_diagnostics(place);
        expect_tree(place, ONE);
        g_assert_cmpuint(place->summary.written, ==, 3);
        g_autofree char *again = content_of(manifest);
        g_assert_cmpstr(again, ==, whole);
    }
}

/* What a damaged manifest made unknown is overwritten where we have it, and never removed. */
static void test_damaged_unknown(struct place *place, gconstpointer data)
{
    (void)data;
    g_autofree char *manifest = path_beside(place, ".public.manifest");
    g_assert_true(build(place, one));
    damage(manifest, -1, 30);
    g_assert_true(build(place, (struct file[]){{"index.html", "new"}, {0}}));
    expect_tree(place, "a/index.html=a b/c/d.html=d index.html=new");
    forget_diagnostics(place);
    /* A build that fails leaves it to the next one to warn again. */
    damage(manifest, -1, 30);
    DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
    g_assert_nonnull(output);
    g_clear_pointer(&output, dip_output_free);
    g_assert_true(build(place, one));
    g_assert_cmpuint(dip_diag_count(place->diag, DIP_WARNING), ==, 2);
}

static void test_other_version(struct place *place, gconstpointer data)
{
    (void)data;
    g_autofree char *manifest = path_beside(place, ".public.manifest");
    g_assert_true(build(place, one));
    write_file(manifest, "diptych manifest 2\nwhat a later version may write\n");
    g_assert_true(build(place, one));
    expect_said(place, "manifest-damaged");
}

static void test_locked(struct place *place, gconstpointer data)
{
    (void)data;
    DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
    g_assert_nonnull(output);
    g_assert_null(dip_output_open(place->out, place->diag));
    expect_said(place, "output-locked");
    expect_said(place, "this process");
    g_clear_pointer(&output, dip_output_free);
    forget_diagnostics(place);
    g_assert_true(build(place, one));
    expect_silence(place);
}

/* What can't be an output, however much its user may do. */
static void test_impossible(struct place *place, gconstpointer data)
{
    (void)data;
    g_autofree char *file = g_build_filename(place->root, "file", NULL);
    g_autofree char *dangling = g_build_filename(place->root, "dangling", NULL);
    g_autofree char *long_name = g_strnfill(250, 'x');
    g_autofree char *too_long = g_build_filename(place->root, long_name, NULL);
    g_autofree char *below = g_build_filename(file, "public", NULL);
    write_file(file, "x");
    g_assert_cmpint(symlink("nowhere", dangling), ==, 0);
    const char *const paths[] = {file, below, dangling,    too_long, "/proc/diptych/public",
                                 "/",  "",    "/dev/null", "/proc"};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_test_message("%s", paths[i]);
        g_assert_null(dip_output_open(paths[i], place->diag));
        expect_said(place, "output-unwritable");
        g_assert_cmpuint(dip_diag_count(place->diag, DIP_ERROR), ==, 1);
        forget_diagnostics(place);
    }
}

static void test_bad_names(struct place *place, gconstpointer data)
{
    (void)data;
    g_autofree char *long_name = g_strnfill(300, 'x');
    g_autofree char *long_folder = g_strdup_printf("%s/x", long_name);
    const char *const names[] = {"a\nb", "../x", "/x",    "a//b",    "a/",
                                 "",     ".",    "a/./b", long_name, long_folder};
    g_assert_true(build(place, one));
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_false(build(place, (struct file[]){{"z", "1"}, {names[i], "2"}, {"y", "3"}, {0}}));
        expect_said(place, "output-unwritable");
        g_assert_cmpuint(dip_diag_count(place->diag, DIP_ERROR), ==, 1);
        forget_diagnostics(place);
        expect_tree(place, ONE);
        expect_clean(place);
    }
    g_assert_false(build(place, (struct file[]){{"z", "1"}, {"z", "2"}, {0}}));
    expect_said(place, "public/z");
}

enum { GROUPS = 24, GROUP_FILES = 60, BLOCK = 64 * 1024 };

struct shift {
    struct place *place;
    struct dip_output *output;
    int first;
    int step;
    int round;
};

static void put_shift_group(const struct shift *shift, int number)
{
    g_autofree char *prefix = g_strdup_printf("g%d/%d-vs-", number % 3, number);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    struct dip_output_group *group = dip_output_group_begin(shift->output, prefix);
    for (int i = 0; i < GROUP_FILES; i++) {
        g_autofree char *rest = g_strdup_printf("%d/index.html", i);
        g_autofree char *text =
            g_strdup_printf("%s%s%d", prefix, rest, i % 5 == 0 ? shift->round : 0);
        g_assert_true(dip_output_put(group, rest, text, strlen(text), diag));
    }
    dip_output_group_end(group);
}

static gpointer work_shift(gpointer user)
{
    const struct shift *shift = user;
    int number = shift->first;
    for (int i = 0; i < GROUPS / ABS(shift->step); i++, number += shift->step) {
        put_shift_group(shift, number);
    }
    return NULL;
}

static char *build_shifts(struct place *place, int threads, bool backwards, int round)
{
    struct shift shifts[8];
    GThread *workers[8];
    DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
    for (int i = 0; i < threads; i++) {
        shifts[i] = (struct shift){place, output, backwards ? GROUPS - 1 - i : i,
                                   backwards ? -threads : threads, round};
        workers[i] = g_thread_new("shift", work_shift, &shifts[i]);
    }
    for (int i = 0; i < threads; i++) {
        g_thread_join(workers[i]);
    }
    g_assert_true(dip_output_commit(output, place->diag, &place->summary));
    g_assert_cmpuint(place->summary.files, ==, GROUPS * GROUP_FILES);
    g_autofree char *manifest = path_beside(place, ".public.manifest");
    return content_of(manifest);
}

static void test_order(void)
{
    static const struct {
        int threads;
        bool backwards;
    } ways[] = {{1, false}, {1, true}, {2, false}, {8, false}, {8, true}};
    g_autofree char *manifests[2] = {NULL, NULL};
    g_autofree char *trees[2] = {NULL, NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        struct place place = {0};
        set_up(&place, NULL);
        for (int round = 0; round < 2; round++) {
            g_autofree char *manifest =
                build_shifts(&place, ways[i].threads, ways[i].backwards, round);
            g_autofree char *tree = tree_of(place.out);
            if (i == 0) {
                manifests[round] = g_steal_pointer(&manifest);
                trees[round] = g_steal_pointer(&tree);
            } else {
                g_assert_cmpstr(manifest, ==, manifests[round]);
                g_assert_cmpstr(tree, ==, trees[round]);
            }
        }
        g_assert_cmpuint(place.summary.written, ==, GROUPS * GROUP_FILES / 5);
        tear_down(&place, NULL);
    }
    g_assert_cmpstr(manifests[0], !=, manifests[1]);
    g_free(manifests[1]);
    g_free(trees[1]);
}

/* Files move between groups when a later version groups them otherwise. */
static void test_other_groups(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
    static const char *const parts[][3] = {
        {"", "index.html", "home"}, {"a/", "index.html", "a"}, {"b/c/", "d.html", "D"}};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        struct dip_output_group *group = dip_output_group_begin(output, parts[i][0]);
        g_assert_true(
            dip_output_put(group, parts[i][1], parts[i][2], strlen(parts[i][2]), place->diag));
        dip_output_group_end(group);
    }
    g_assert_true(dip_output_commit(output, place->diag, &place->summary));
    expect_silence(place);
    expect_tree(place, "a/index.html=a b/c/d.html=D index.html=home");
    g_assert_cmpuint(place->summary.removed, ==, 0);
}

static bool build_stream(struct place *place, const char *bytes, size_t length, size_t piece)
{
    DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
    struct dip_output_group *group = dip_output_group_begin(output, "");
    g_assert_true(dip_output_put(group, "index.html", "home", 4, place->diag));
    struct dip_output_stream *stream = dip_output_stream_begin(group, "x/sitemap.xml", place->diag);
    bool fine = true;
    for (size_t start = 0; start < length; start += piece) {
        fine &= dip_output_stream_write(stream, bytes + start, MIN(piece, length - start));
    }
    fine &= dip_output_stream_end(stream);
    dip_output_group_end(group);
    return dip_output_commit(output, place->diag, &place->summary) && fine;
}

/* A stream over a stream: lengths about the block's, and where they differ. */
static void test_streams(struct place *place, gconstpointer data)
{
    (void)data;
    static const struct {
        size_t length;
        size_t differs; /* the byte that is another; the length: none */
        bool written;
    } rows[] = {
        {0, 0, true},
        {0, 0, false},
        {1, 1, true},
        {BLOCK - 1, BLOCK - 1, true},
        {BLOCK, BLOCK, true},
        {BLOCK, BLOCK, false},
        {BLOCK, 0, true},
        {BLOCK + 1, BLOCK + 1, true},
        {3 * BLOCK + 5, 3 * BLOCK + 5, true},
        {3 * BLOCK + 5, 3 * BLOCK + 5, false},
        {3 * BLOCK + 5, 3 * BLOCK + 4, true},
        {3 * BLOCK + 5, 2 * BLOCK, true},
        {3 * BLOCK, 3 * BLOCK, true},
        {2 * BLOCK, 2 * BLOCK, true},
        {0, 0, true},
    };
    g_autofree char *path = path_in(place, "x/sitemap.xml");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *bytes = g_strnfill(rows[i].length, 's');
        if (rows[i].differs < rows[i].length) {
            bytes[rows[i].differs] = 'S';
        }
        g_assert_true(build_stream(place, bytes, rows[i].length, 1000 + 7 * i));
        g_assert_cmpuint(place->summary.written, ==,
                         (rows[i].written ? 1U : 0U) + (i == 0 ? 1U : 0U));
        g_autofree char *content = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(path, &content, &length, NULL));
        g_assert_cmpuint(length, ==, rows[i].length);
        g_assert_cmpint(memcmp(content, bytes, length), ==, 0);
        expect_clean(place);
    }
}

/* A stream and a put of the same bytes are the same file. */
static void test_stream_as_put(struct place *place, gconstpointer data)
{
    (void)data;
    for (size_t length = BLOCK / 2; length <= 3 * BLOCK; length += BLOCK / 2) {
        g_autofree char *bytes = g_strnfill(length, 's');
        g_assert_true(build_stream(place, bytes, length, 4096));
        g_assert_true(
            build(place, (struct file[]){{"index.html", "home"}, {"x/sitemap.xml", bytes}, {0}}));
        g_assert_cmpuint(place->summary.unchanged, ==, 2);
    }
}

static void test_stream_refused(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *mine = path_in(place, "x/sitemap.xml");
    write_file(mine, "mine");
    g_assert_false(build_stream(place, "abc", 3, 1));
    expect_said(place, "output-foreign");
    g_assert_cmpuint(dip_diag_count(place->diag, DIP_ERROR), ==, 1);
    expect_clean(place);
}

/* Build @p files beside, and bring the states between its journal and its end here. */
static void stage_by_hand(struct place *place, const struct file *files, bool with_stage)
{
    struct place other = {0};
    set_up(&other, NULL);
    g_assert_true(build(&other, files));
    g_autofree char *manifest = path_beside(&other, ".public.manifest");
    g_autofree char *journal = path_beside(place, ".public.journal");
    g_autofree char *stage = path_beside(place, ".public.stage");
    g_autofree char *folder = path_beside(place, ".");
    g_mkdir_with_parents(folder, 0755);
    g_autofree char *text = content_of(manifest);
    write_file(journal, text);
    for (; with_stage && files->path != NULL; files++) {
        g_autofree char *path = g_build_filename(stage, files->path, NULL);
        write_file(path, files->content);
    }
    tear_down(&other, NULL);
}

static const struct file two[] = {{"index.html", "new"}, {"a", "file"}, {"n/x", "1"}, {0}};
#define TWO "a=file index.html=new n/x=1"

static void expect_recovery(struct place *place, const char *tree)
{
    DIP_AUTO(dip_output) output = dip_output_open(place->out, place->diag);
    g_assert_nonnull(output);
    expect_silence(place);
    expect_tree(place, tree);
    expect_clean(place);
}

static void test_recover_new(struct place *place, gconstpointer data)
{
    (void)data;
    stage_by_hand(place, two, true);
    expect_recovery(place, TWO);
    g_assert_true(build(place, two));
    g_assert_cmpuint(place->summary.written, ==, 0);
}

static void test_recover_merge(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    stage_by_hand(place, two, true);
    expect_recovery(place, TWO);
}

/* All was moved and removed but for the last steps. */
static void test_recover_late(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    stage_by_hand(place, two, true);
    g_autofree char *empty = path_in(place, "b/c");
    g_autofree char *file = path_in(place, "b/c/d.html");
    g_autofree char *stage = path_beside(place, ".public.stage");
    g_assert_cmpint(g_remove(file), ==, 0);
    g_assert_cmpint(g_rmdir(empty), ==, 0);
    expect_recovery(place, TWO);
}

/* A manifest is only a file: one that was made to, can't lead out of the output. */
static void test_manifest_with_dots(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *manifest = path_beside(place, ".public.manifest");
    g_autofree char *victim = g_build_filename(place->root, "victim", NULL);
    write_file(victim, "x");
    static const char line[] = "00000000000000000000000000000000 1 ../../victim\n";
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "diptych manifest 1\ngroup 1 %zu \n%s", sizeof line - 1, line);
    dip_hash hash = dip_hash_of(text->str, text->len);
    char hex[DIP_HASH_HEX + 1];
    dip_hash_format(hash, hex);
    g_string_append_printf(text, "end %s\n", hex);
    write_file(manifest, text->str);
    g_string_free(text, TRUE);
    g_autofree char *index = path_in(place, "index.html");
    g_autofree char *a = path_in(place, "a");
    g_autofree char *b = path_in(place, "b");
    g_remove(index);
    remove_tree(a);
    remove_tree(b);
    g_assert_true(build(place, one));
    expect_silence(place);
    g_assert_true(g_file_test(victim, G_FILE_TEST_EXISTS));
}

static void test_stale(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *stage = path_beside(place, ".public.stage/a/b/c");
    g_autofree char *draft = path_beside(place, ".public.draft");
    g_autofree char *spool = path_beside(place, ".public.spool");
    write_file(stage, "half");
    write_file(draft, "half");
    write_file(spool, "half");
    expect_recovery(place, ONE);
}

static void test_damaged_journal(struct place *place, gconstpointer data)
{
    (void)data;
    g_assert_true(build(place, one));
    g_autofree char *journal = path_beside(place, ".public.journal");
    write_file(journal, "diptych manifest 1\nnonsense");
    g_assert_true(build(place, two));
    expect_said(place, "manifest-damaged");
    g_assert_cmpuint(place->summary.written, ==, 3);
    expect_tree(place, TWO);
    expect_clean(place);
}

#define ADD(name, function) g_test_add(name, struct place, NULL, set_up, function, tear_down)

static GBytes *find_single(const char *wanted, bool *ret_sitemap)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_output) output = dip_output_open_single(wanted);
    struct dip_output_group *group = dip_output_group_begin(output, "a/");
    bool any = dip_output_wants(group, NULL);
    bool first = dip_output_wants(group, "one.html");

    g_assert_true(dip_output_put(group, "one.html", "1", 1, diag));
    g_assert_true(dip_output_put(group, "two.html", "22", 2, diag));
    dip_output_group_end(group);
    group = dip_output_group_begin(output, "b");
    *ret_sitemap = dip_output_wants(group, NULL);
    struct dip_output_stream *stream = dip_output_stream_begin(group, "-1.xml", diag);
    g_assert_true(dip_output_stream_write(stream, "st", 2));
    g_assert_true(dip_output_stream_write(stream, "ream", 4));
    g_assert_true(dip_output_stream_end(stream));
    dip_output_group_end(group);
    g_assert_true(any == g_str_has_prefix(wanted, "a/"));
    g_assert_true(first == g_str_equal(wanted, "a/one.html"));
    g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), ==, 0);
    GBytes *found = dip_output_single(output);
    return found == NULL ? NULL : g_bytes_ref(found);
}

/* An output of one file has its bytes, put at once or piece by piece, and no others. */
static void test_single(void)
{
    static const struct {
        const char *wanted;
        const char *bytes; /* NULL: is not there */
        bool second;       /* the other group is of interest */
    } rows[] = {
        {"a/one.html", "1", false}, {"a/two.html", "22", false}, {"b-1.xml", "stream", true},
        {"a/", NULL, false},        {"a/one.htm", NULL, false},  {"b-1.xm", NULL, true},
        {"", NULL, false},          {"c", NULL, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        bool second = false;
        g_autoptr(GBytes) found = find_single(rows[i].wanted, &second);
        g_autoptr(GBytes) expected =
            g_bytes_new_static(rows[i].bytes, rows[i].bytes == NULL ? 0 : strlen(rows[i].bytes));
        g_test_message("%s", rows[i].wanted);
        g_assert_true(second == rows[i].second);
        g_assert_true((found == NULL) == (rows[i].bytes == NULL));
        g_assert_true(found == NULL || g_bytes_equal(found, expected));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/emit/steps", test_steps);
    ADD("/emit/modes", test_modes);
    ADD("/emit/unchanged", test_unchanged);
    ADD("/emit/meddled", test_meddled);
    ADD("/emit/no-commit", test_no_commit);
    ADD("/emit/foreign/folder", test_foreign_folder);
    ADD("/emit/foreign/empty-folder", test_empty_folder);
    ADD("/emit/foreign/beside", test_foreign_beside);
    g_test_add_func("/emit/foreign/obstacles", test_obstacles);
    ADD("/emit/links/folder", test_link_for_folder);
    ADD("/emit/links/output", test_link_to_output);
    ADD("/emit/damaged/any", test_damaged);
    ADD("/emit/damaged/unknown", test_damaged_unknown);
    ADD("/emit/damaged/version", test_other_version);
    ADD("/emit/damaged/journal", test_damaged_journal);
    ADD("/emit/damaged/dots", test_manifest_with_dots);
    ADD("/emit/locked", test_locked);
    ADD("/emit/impossible", test_impossible);
    ADD("/emit/names", test_bad_names);
    g_test_add_func("/emit/order", test_order);
    ADD("/emit/groups", test_other_groups);
    ADD("/emit/stream/contents", test_streams);
    ADD("/emit/stream/as-put", test_stream_as_put);
    ADD("/emit/stream/refused", test_stream_refused);
    ADD("/emit/recover/new", test_recover_new);
    ADD("/emit/recover/merge", test_recover_merge);
    ADD("/emit/recover/late", test_recover_late);
    ADD("/emit/recover/stale", test_stale);
    g_test_add_func("/single", test_single);
    return g_test_run();
}
