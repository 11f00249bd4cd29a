// Discrete Fourier transforms of N real numbers and of N×N, `lanes` of them side by side, in straight-line code.
//
// A real transform is kept as N numbers: the real parts of frequencies 0 ... N/2, then the imaginary parts of 1 ...
// `pairs`. Frequencies N − k are the conjugates of k.

/// Frequencies of N real numbers that are neither 0 nor N/2.
template <int N> constexpr int pairs = (N - 1) / 2;

/// cos(2π·i/n), exactly 0, 1 and −1 where it is that.
constexpr double cosine(int i, int n) {
    i = (i % n + n) % n;
    if (2 * i > n) i = n - i;
    if (4 * i == n) return 0;
    if (4 * i > n) return -cosine(n - 2 * i, 2 * n);
    const double x = 2 * 3.14159265358979323846 * i / n;
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 13; ++k) {
        term *= -x * x / ((2 * k - 1) * (2 * k));
        sum += term;
    }
    return sum;
}

template <int N> struct Waves {
    float cosines[N / 2 + 1][pairs<N> + 1];
    float sines[N / 2 + 1][pairs<N> + 1];
};

template <int N> constexpr Waves<N> make_waves() {
    Waves<N> waves{};
    for (int k = 0; k <= N / 2; ++k) {
        for (int j = 0; j <= pairs<N>; ++j) {
            waves.cosines[k][j] = static_cast<float>(cosine(j * k, N));
            waves.sines[k][j] = static_cast<float>(cosine(4 * j * k - N, 4 * N));
        }
    }
    return waves;
}

template <int N> constexpr Waves<N> waves = make_waves<N>();

/// `factor` is known when the loops around are unrolled, and nothing is left of a 0 or a 1.
INLINE void add_multiple(Vector &sum, Vector x, float factor) {
    if (factor == 0) return;
    sum += x * factor;
}

/// A convolution's kernel is a map of few numbers: those at most `reach` places from place 0, ahead or behind, and of
/// others nothing is computed. All N numbers are within N/2.
template <int N, int reach> constexpr bool is_within(int64_t place) { return place <= reach || place >= N - reach; }

/// The transform of x, without the imaginary parts that are 0: real[0 ... N/2], imaginary[1 ... pairs].
template <int N, int reach>
INLINE void transform(const Vector (&x)[N], Vector (&real)[N / 2 + 1], Vector (&imaginary)[pairs<N> + 1]) {
    Vector sums[pairs<N> + 1];
    Vector differences[pairs<N> + 1];
    constexpr int last = std::min(pairs<N>, reach);
    UNROLL for (int j = 1; j <= last; ++j) {
        sums[j] = x[j] + x[N - j];
        differences[j] = x[j] - x[N - j];
    }
    UNROLL for (int k = 0; k <= N / 2; ++k) {
        real[k] = x[0];
        if (2 * reach == N) real[k] += k % 2 == 0 ? x[N / 2] : -x[N / 2];
        UNROLL for (int j = 1; j <= last; ++j) add_multiple(real[k], sums[j], waves<N>.cosines[k][j]);
    }
    UNROLL for (int k = 1; k <= pairs<N>; ++k) {
        imaginary[k] = Vector{};
        UNROLL for (int j = 1; j <= last; ++j) add_multiple(imaginary[k], differences[j], -waves<N>.sines[k][j]);
    }
}

/// The reverse, N times too great, of a transform whose real[0] and real[N/2] are given, and all others doubled.
template <int N, int reach>
INLINE void restore(const Vector (&real)[N / 2 + 1], const Vector (&imaginary)[pairs<N> + 1], Vector (&x)[N]) {
    UNROLL for (int j = 0; j <= reach; ++j) {
        Vector even = real[0];
        if (N % 2 == 0) even += j % 2 == 0 ? real[N / 2] : -real[N / 2];
        Vector odd = Vector{};
        UNROLL for (int k = 1; k <= pairs<N>; ++k) {
            add_multiple(even, real[k], waves<N>.cosines[j][k]);
            add_multiple(odd, imaginary[k], waves<N>.sines[j][k]);
        }
        x[j] = even - odd;
        if (j > 0 && 2 * j < N) x[N - j] = even + odd;
    }
}

/// Rows of a two-dimensional transform after their own one-dimensional ones.
template <int N, int reach = N / 2> struct Rows {
    Vector values[N][N];

    /// Takes the transform of x as row y.
    INLINE void set(int64_t y, const Vector (&x)[N]) {
        Vector real[N / 2 + 1];
        Vector imaginary[pairs<N> + 1];
        transform<N, reach>(x, real, imaginary);
        UNROLL for (int k = 0; k <= N / 2; ++k) values[y][k] = real[k];
        UNROLL for (int k = 1; k <= pairs<N>; ++k) values[y][N / 2 + k] = imaginary[k];
    }

    INLINE void clear(int64_t y) {
        UNROLL for (int k = 0; k < N; ++k) values[y][k] = Vector{};
    }

    /// The row y that `restore_columns` left.
    INLINE void get(int64_t y, Vector (&x)[N]) const {
        Vector real[N / 2 + 1];
        Vector imaginary[pairs<N> + 1];
        UNROLL for (int k = 0; k <= N / 2; ++k) real[k] = values[y][k];
        UNROLL for (int k = 1; k <= pairs<N>; ++k) imaginary[k] = values[y][N / 2 + k];
        restore<N, reach>(real, imaginary, x);
    }

    INLINE void get_column(int k, Vector (&x)[N]) const {
        UNROLL for (int y = 0; y < N; ++y) {
            if (is_within<N, reach>(y)) x[y] = values[y][k];
        }
    }

    INLINE void set_column(int k, const Vector (&x)[N]) {
        UNROLL for (int y = 0; y < N; ++y) {
            if (is_within<N, reach>(y)) values[y][k] = x[y];
        }
    }
};

/// Columns of real numbers: of frequency 0 along the rows, and of N/2 where there is one.
template <int N> constexpr int real_columns = N % 2 == 0 ? 2 : 1;

/// Gives `target.real(component, value)` and `target.complex(component, real, imaginary)` all components, each counted
/// from 0.
template <int N, int reach, typename Target>
INLINE void transform_columns(const Rows<N, reach> &rows, Target &target) {
    Vector x[N];
    Vector real[N / 2 + 1];
    Vector imaginary[pairs<N> + 1];
    for (int c = 0; c < real_columns<N>; ++c) {
        rows.get_column(c * (N / 2), x);
        transform<N, reach>(x, real, imaginary);
        target.real(c * real_columns<N>, real[0]);
        if (N % 2 == 0) target.real(c * real_columns<N> + 1, real[N / 2]);
        UNROLL for (int k = 1; k <= pairs<N>; ++k) target.complex(c * pairs<N> + k - 1, real[k], imaginary[k]);
    }
    for (int c = 1; c <= pairs<N>; ++c) {
        // A column of complex numbers a + ib, from the transforms of a and b.
        const int first = real_columns<N> * pairs<N> + (c - 1) * N;
        Vector real_b[N / 2 + 1];
        Vector imaginary_b[pairs<N> + 1];
        rows.get_column(c, x);
        transform<N, reach>(x, real, imaginary);
        rows.get_column(N / 2 + c, x);
        transform<N, reach>(x, real_b, imaginary_b);
        target.complex(first, real[0], real_b[0]);
        if (N % 2 == 0) target.complex(first + N / 2, real[N / 2], real_b[N / 2]);
        UNROLL for (int k = 1; k <= pairs<N>; ++k) {
            target.complex(first + k, real[k] - imaginary_b[k], imaginary[k] + real_b[k]);
            target.complex(first + N - k, real[k] + imaginary_b[k], real_b[k] - imaginary[k]);
        }
    }
}

/// The reverse of `transform_columns`, N times too great, from `source.real(component)` and
/// `source.complex(component, real, imaginary)`, complex components doubled.
template <int N, int reach, typename Source>
INLINE void restore_columns(const Source &source, Rows<N, reach> &rows) {
    Vector x[N];
    Vector real[N / 2 + 1];
    Vector imaginary[pairs<N> + 1];
    for (int c = 0; c < real_columns<N>; ++c) {
        real[0] = source.real(c * real_columns<N>);
        if (N % 2 == 0) real[N / 2] = source.real(c * real_columns<N> + 1);
        UNROLL for (int k = 1; k <= pairs<N>; ++k) source.complex(c * pairs<N> + k - 1, real[k], imaginary[k]);
        restore<N, reach>(real, imaginary, x);
        rows.set_column(c * (N / 2), x);
    }
    for (int c = 1; c <= pairs<N>; ++c) {
        const int first = real_columns<N> * pairs<N> + (c - 1) * N;
        Vector real_b[N / 2 + 1];
        Vector imaginary_b[pairs<N> + 1];
        source.complex(first, real[0], real_b[0]);
        if (N % 2 == 0) source.complex(first + N / 2, real[N / 2], real_b[N / 2]);
        UNROLL for (int k = 1; k <= pairs<N>; ++k) {
            Vector r, i, conjugate_r, conjugate_i;
            source.complex(first + k, r, i);
            source.complex(first + N - k, conjugate_r, conjugate_i);
            real[k] = r + conjugate_r;
            imaginary[k] = i - conjugate_i;
            real_b[k] = i + conjugate_i;
            imaginary_b[k] = conjugate_r - r;
        }
        restore<N, reach>(real, imaginary, x);
        rows.set_column(c, x);
        restore<N, reach>(real_b, imaginary_b, x);
        rows.set_column(N / 2 + c, x);
    }
}
