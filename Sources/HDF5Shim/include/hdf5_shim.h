// What Atelier asks of HDF5's C library: to make a file in memory, and to say what lies where in a file.
//
// The library is not safe for threads: one call of `hs_image_…` at a time in a process.
#ifndef HDF5_SHIM_H
#define HDF5_SHIM_H

#include <stdbool.h>
#include <stdint.h>

/// Starts `tool`, which is `atelier-hdf5`, to write to the pipe `output` what is in the HDF5 file at `path`.
///
/// HDF5's library was not written for files that mean harm. Whatever such a file makes it do, it does in that process,
/// which has no more than `memory_limit` bytes beyond what it starts with and `milliseconds` of the processor's time, can
/// open and write no other file, prints nothing, and leaves no core. The caller reads `output` to its end and then waits
/// for `process`.
///
/// The listing is a sequence of strings, each ended by a zero byte:
///
///     texts    PATH ATTRIBUTE COUNT TEXT…       an attribute layer_names… or weight_names… of a group
///     numbers  PATH TYPE LAYOUT OFFSET RANK EXTENT…
///     problem  SENTENCE                         the end, also within another entry: why the file is refused
///     end                                       the end: all was listed
///
/// PATH has no slash before it; the root's is empty. TYPE is float32 for IEEE little-endian, else a few words. LAYOUT is
/// plain where the numbers lie from byte OFFSET on as they are, else a few words. Links out of the file are problems.
///
/// Returns 0, or the `errno` of what failed.
int32_t hs_start_lister(
    const char *tool, const char *path, int64_t memory_limit, int64_t milliseconds, int32_t *process, int32_t *output);

/// An HDF5 file that is being made in memory. Each function returns false where the library fails.
typedef struct hs_image hs_image;

/// NULL where the library fails. The caller ends it with `hs_image_free`.
hs_image *hs_image_create(void);
void hs_image_free(hs_image *image);

/// Makes the group `path` and those above it.
bool hs_image_group(hs_image *image, const char *path);

/// Gives the group `path` an attribute of one text.
bool hs_image_text(hs_image *image, const char *path, const char *name, const char *text);

/// Gives the group `path` an attribute of `count` texts, which lie one after the other, each ended by a zero byte; of
/// none, an empty list of float64, as NumPy makes it.
bool hs_image_texts(hs_image *image, const char *path, const char *name, const char *texts, int32_t count);

/// Makes a data set of float32, little-endian, of `rank` extents, and the groups above it.
bool hs_image_numbers(hs_image *image, const char *path, const int64_t *shape, int32_t rank, const float *values);

/// The size of the file in bytes, or less than 0. Nothing can be added after.
int64_t hs_image_finish(hs_image *image);

/// Copies the `size` bytes of the finished file.
bool hs_image_copy(hs_image *image, void *bytes, int64_t size);

#endif
