// Images to spectra and back, one image at a time.

/// `lanes` channels of one row of a spectrum.
template <int N> struct SpectrumRow {
    float *words;

    INLINE float *real_place(int component) const { return words + component * line_words; }
    INLINE float *complex_place(int component) const {
        return words + (real_components(N) + 2 * component) * line_words;
    }
};

/// Where component values of maps go to.
template <int N> struct TransformedRow : SpectrumRow<N> {
    INLINE void real(int component, Vector value) { Number::stream_channels(this->real_place(component), value); }
    INLINE void complex(int component, Vector real, Vector imaginary) {
        Number::stream_channels(this->complex_place(component), real);
        Number::stream_channels(this->complex_place(component) + line_words, imaginary);
    }
};

/// Where component values of results come from, which are float32.
template <int N> struct ResultRow : SpectrumRow<N> {
    INLINE Vector real(int component) const { return number(this->real_place(component)); }
    INLINE void complex(int component, Vector &real, Vector &imaginary) const {
        real = number(this->complex_place(component));
        imaginary = number(this->complex_place(component) + line_words);
    }

  private:
    /// Meanwhile, the same number of the next block comes from memory.
    INLINE static Vector number(const float *place) {
        prefetch(place + block_step(N));
        return load(place);
    }
};

/// The places along one dimension of a map that a transform of a tile takes: index i < `ahead` is place start + i, and
/// index N − i, i ≤ `behind`, is place start − i. The others are zeros.
struct Places {
    int64_t start;
    int64_t ahead;
    int64_t behind;

    Places(int64_t index, int64_t tile, int64_t halo, int64_t extent, int64_t length) {
        start = index * tile;
        ahead = std::min({length - halo, tile + halo, extent - start});
        behind = std::min(start, halo);
    }
};

/// A map's pixels: rows and columns lie `row_step` and `column_step` floats apart, and `count` channels are wanted.
struct Pixels {
    const float *data;
    int64_t row_step;
    int64_t column_step;
    int64_t count;
};

/// Transforms row y of a map as row `index` of a tile. What x holds outside of the tile's places stays.
template <int N>
INLINE void transform_row(Pixels map, int64_t y, Places across, Vector (&x)[N], Rows<N> &rows, int64_t index) {
    const float *pixel = map.data + y * map.row_step + across.start * map.column_step;
    for (int64_t i = 0; i < across.ahead; ++i) {
        prefetch(pixel + i * map.column_step + lanes);
        x[i] = load(pixel + i * map.column_step, map.count);
    }
    for (int64_t i = 1; i <= across.behind; ++i) x[N - i] = load(pixel - i * map.column_step, map.count);
    rows.set(index, x);
}

template <int N> void transform_tile(Pixels map, Places down, Places across, TransformedRow<N> target) {
    Rows<N> rows;
    Vector x[N] = {};
    for (int64_t y = 0; y < N; ++y) {
        if (y < down.ahead) {
            transform_row<N>(map, down.start + y, across, x, rows, y);
        } else if (y >= N - down.behind) {
            transform_row<N>(map, down.start + y - N, across, x, rows, y);
        } else {
            rows.clear(y);
        }
    }
    transform_columns(rows, target);
}

/// `streams` where each pixel is a line of the cache, as a map is read much later.
template <int N, bool streams>
void restore_tile(ResultRow<N> source, float *map, int64_t row_step, int64_t column_step, int64_t count, Vector bias,
                  int64_t height, int64_t width) {
    Rows<N> rows;
    restore_columns(source, rows);
    for (int64_t y = 0; y < height; ++y) {
        Vector x[N];
        rows.get(y, x);
        for (int64_t i = 0; i < width; ++i) {
            float *pixel = map + y * row_step + i * column_step;
            if constexpr (streams) {
                stream(pixel, x[i] + bias);
            } else {
                store(pixel, x[i] + bias, count);
            }
        }
    }
}

/// The first element of a phase.
INLINE float *phase_start(const TiledImage &image, int64_t phase) {
    const auto row = phase / image.stride;
    const auto column = phase % image.stride;
    return image.data + (row * image.width * image.stride + column) * image.channels;
}

template <int N> void transform_image(const TiledImage &image, const Spectrum &spectrum, int64_t row) {
    const auto column_step = image.stride * image.channels;
    const auto row_step = image.stride * image.stride * image.width * image.channels;
    for (int64_t tile = 0; tile < image.tile_count(); ++tile) {
        const Places down(tile / image.tiles_across, image.tile, image.halo, image.height, N);
        const Places across(tile % image.tiles_across, image.tile, image.halo, image.width, N);
        for (int64_t phase = 0; phase < image.stride * image.stride; ++phase) {
            const float *map = phase_start(image, phase);
            for (int64_t c = 0; c < image.phase_channels(); c += lanes) {
                const auto word = (phase * image.phase_channels() + c) / Number::per_word;
                transform_tile<N>({map + c, row_step, column_step, image.channels - c}, down, across,
                                  {{spectrum.place(row + tile, word, 0)}});
            }
        }
    }
    finish_streams();
}

template <int N, bool streams>
void restore_maps(const Spectrum &spectrum, int64_t row, const float *bias, const TiledImage &image) {
    const auto column_step = image.stride * image.channels;
    const auto row_step = image.stride * image.stride * image.width * image.channels;
    for (int64_t tile = 0; tile < image.tile_count(); ++tile) {
        const auto top = tile / image.tiles_across * image.tile;
        const auto left = tile % image.tiles_across * image.tile;
        for (int64_t phase = 0; phase < image.stride * image.stride; ++phase) {
            float *start = phase_start(image, phase) + top * row_step + left * column_step;
            for (int64_t c = 0; c < image.channels; c += lanes) {
                const auto count = image.channels - c;
                const auto word = phase * image.phase_channels() + c;
                restore_tile<N, streams>({{spectrum.place(row + tile, word, 0)}}, start + c, row_step, column_step,
                                         count, bias == nullptr ? Vector{} : load(bias + c, count),
                                         std::min(image.tile, image.height - top),
                                         std::min(image.tile, image.width - left));
            }
        }
    }
}

template <int N>
void restore_image(const Spectrum &spectrum, int64_t row, const float *bias, const TiledImage &image) {
    const bool whole_lines = lanes == line_words && image.channels % lanes == 0 &&
                             reinterpret_cast<uintptr_t>(image.data) % sizeof(Vector) == 0;
    if (!image.streams || !whole_lines) return restore_maps<N, false>(spectrum, row, bias, image);
    restore_maps<N, true>(spectrum, row, bias, image);
    finish_streams();
}
