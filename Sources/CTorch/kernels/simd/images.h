// Images to spectra and back, one image at a time.

/// `lanes` channels of one row of a spectrum.
template <int N> struct SpectrumRow {
    float *data;
    int64_t plane_step;

    INLINE float *plane(int index) const { return data + index * plane_step; }
    INLINE static int complex_plane(int component) {
        return static_cast<int>(real_components(N)) + 2 * component;
    }
};

/// Where component values of maps go to.
template <int N> struct TransformedRow : SpectrumRow<N> {
    INLINE void real(int component, Vector value) { Number::stream_channels(this->plane(component), value); }
    INLINE void complex(int component, Vector real, Vector imaginary) {
        const auto plane = this->complex_plane(component);
        Number::stream_channels(this->plane(plane), real);
        Number::stream_channels(this->plane(plane + 1), imaginary);
    }
};

/// Where component values of results come from, which are float32.
template <int N> struct ResultRow : SpectrumRow<N> {
    INLINE Vector real(int component) const { return read(component); }
    INLINE void complex(int component, Vector &real, Vector &imaginary) const {
        const auto plane = this->complex_plane(component);
        real = read(plane);
        imaginary = read(plane + 1);
    }

    /// Each plane is a stream of its own, more of them than the processor foresees.
    INLINE Vector read(int plane) const {
        const float *place = this->plane(plane);
        prefetch(place + 2 * lanes);
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
    transform_columns<N>(rows, target);
}

template <int N>
void restore_tile(ResultRow<N> source, float *map, int64_t row_step, int64_t column_step, int64_t count, Vector bias,
                  int64_t height, int64_t width) {
    Rows<N> rows;
    // The processor does not foresee where its writes will go.
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t i = 0; i < width; ++i) prefetch_for_write(map + y * row_step + i * column_step);
    }
    restore_columns<N>(source, rows);
    for (int64_t y = 0; y < height; ++y) {
        Vector x[N];
        rows.get(y, x);
        for (int64_t i = 0; i < width; ++i) store(map + y * row_step + i * column_step, x[i] + bias, count);
    }
}

/// A tile of one image, and where its channels begin in memory and in a spectrum.
struct TilePosition {
    int64_t down;
    int64_t across;
    int64_t row;

    TilePosition(const TiledImages &images, int64_t image, int64_t tile) {
        down = tile / images.tiles_across;
        across = tile % images.tiles_across;
        row = image * images.tile_count() + tile;
    }
};

INLINE int64_t image_size(const TiledImages &images) {
    return images.height * images.width * images.stride * images.stride * images.channels;
}

/// The first element of a phase of an image.
INLINE float *phase_start(const TiledImages &images, int64_t image, int64_t phase) {
    const auto row = phase / images.stride;
    const auto column = phase % images.stride;
    return images.data + image * image_size(images) + (row * images.width * images.stride + column) * images.channels;
}

template <int N> void transform_images(const TiledImages &images, int64_t image, const Spectrum &spectrum) {
    const auto column_step = images.stride * images.channels;
    const auto row_step = images.stride * images.stride * images.width * images.channels;
    for (int64_t tile = 0; tile < images.tile_count(); ++tile) {
        const TilePosition position(images, image, tile);
        const Places down(position.down, images.tile, images.halo, images.height, N);
        const Places across(position.across, images.tile, images.halo, images.width, N);
        float *row = spectrum.data + position.row * spectrum.row_step;
        for (int64_t phase = 0; phase < images.stride * images.stride; ++phase) {
            const float *map = phase_start(images, image, phase);
            for (int64_t c = 0; c < images.phase_channels(); c += lanes) {
                float *words = row + (phase * images.phase_channels() + c) / Number::per_word;
                transform_tile<N>({map + c, row_step, column_step, images.channels - c}, down, across,
                                  {{words, spectrum.plane_step}});
            }
        }
    }
    finish_streams();
}

template <int N>
void restore_images(const Spectrum &spectrum, int64_t image, const float *bias, const TiledImages &images) {
    const auto column_step = images.stride * images.channels;
    const auto row_step = images.stride * images.stride * images.width * images.channels;
    for (int64_t tile = 0; tile < images.tile_count(); ++tile) {
        const TilePosition position(images, image, tile);
        const auto top = position.down * images.tile;
        const auto left = position.across * images.tile;
        float *row = spectrum.data + position.row * spectrum.row_step;
        for (int64_t phase = 0; phase < images.stride * images.stride; ++phase) {
            float *start = phase_start(images, image, phase) + top * row_step + left * column_step;
            for (int64_t c = 0; c < images.channels; c += lanes) {
                const auto count = images.channels - c;
                restore_tile<N>({{row + phase * images.phase_channels() + c, spectrum.plane_step}}, start + c, row_step,
                                column_step, count, bias == nullptr ? Vector{} : load(bias + c, count),
                                std::min(images.tile, images.height - top), std::min(images.tile, images.width - left));
            }
        }
    }
}
