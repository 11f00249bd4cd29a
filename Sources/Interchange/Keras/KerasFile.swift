/// The files of Keras: HDF5 files that `save_weights` writes and `load_weights` reads, and archives of whole models.
public enum KerasFile {
    /// How a file is laid out.
    public enum Format: Sendable {
        /// The older one, `x.h5`: `tf.keras` and `tf_keras` write and read it, Keras 3 reads it.
        case legacy
        /// Keras 3's own, `x.weights.h5`; Keras tells it by this ending.
        case version3
        /// A whole model for Keras 3, `x.keras`, which `load_model` opens.
        case archive
    }
}
