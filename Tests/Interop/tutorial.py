"""The tutorial's networks, of any size, in any Keras: `keras` is Keras 3's module or tf_keras."""


def sequential_generator(keras, latent_size, size, channels, width):
    base, layers = size // 4, keras.layers
    model = keras.Sequential()
    model.add(layers.Input((latent_size,)))
    model.add(layers.Dense(base * base * 4 * width, use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Reshape((base, base, 4 * width)))
    model.add(layers.Conv2DTranspose(2 * width, 5, strides=1, padding="same", use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Conv2DTranspose(width, 5, strides=2, padding="same", use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Conv2DTranspose(channels, 5, strides=2, padding="same", use_bias=False, activation="tanh"))
    return model


def sequential_discriminator(keras, size, channels, width):
    layers = keras.layers
    model = keras.Sequential()
    model.add(layers.Input((size, size, channels)))
    model.add(layers.Conv2D(width, 5, strides=2, padding="same"))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Conv2D(2 * width, 5, strides=2, padding="same"))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    return model


def class_generator(keras, latent_size, size, channels, width):
    """The same as a class, whose layers are attributes."""
    base, layers = size // 4, keras.layers

    class Generator(keras.Model):
        def __init__(self):
            super().__init__()
            self.fc1 = layers.Dense(base * base * 4 * width, use_bias=False)
            self.batchnorm1 = layers.BatchNormalization()
            self.reshape = layers.Reshape((base, base, 4 * width))
            self.conv1 = layers.Conv2DTranspose(2 * width, 5, strides=1, padding="same", use_bias=False)
            self.batchnorm2 = layers.BatchNormalization()
            self.conv2 = layers.Conv2DTranspose(width, 5, strides=2, padding="same", use_bias=False)
            self.batchnorm3 = layers.BatchNormalization()
            self.conv3 = layers.Conv2DTranspose(
                channels, 5, strides=2, padding="same", use_bias=False, activation="tanh")
            self.activation = layers.LeakyReLU()

        def call(self, latents, training=False):
            x = self.activation(self.batchnorm1(self.fc1(latents), training=training))
            x = self.activation(self.batchnorm2(self.conv1(self.reshape(x)), training=training))
            x = self.activation(self.batchnorm3(self.conv2(x), training=training))
            return self.conv3(x)

    model = Generator()
    model(keras.ops.zeros((1, latent_size)) if hasattr(keras, "ops") else keras.backend.zeros((1, latent_size)))
    return model


def class_discriminator(keras, size, channels, width):
    layers = keras.layers

    class Discriminator(keras.Model):
        def __init__(self):
            super().__init__()
            self.conv1 = layers.Conv2D(width, 5, strides=2, padding="same")
            self.conv2 = layers.Conv2D(2 * width, 5, strides=2, padding="same")
            self.activation = layers.LeakyReLU()
            self.dropout = layers.Dropout(0.3)
            self.flatten = layers.Flatten()
            self.fc1 = layers.Dense(1)

        def call(self, images, training=False):
            x = self.dropout(self.activation(self.conv1(images)), training=training)
            x = self.dropout(self.activation(self.conv2(x)), training=training)
            return self.fc1(self.flatten(x))

    model = Discriminator()
    shape = (1, size, size, channels)
    model(keras.ops.zeros(shape) if hasattr(keras, "ops") else keras.backend.zeros(shape))
    return model


def train(keras, generator, discriminator, real_images, latent_size, steps):
    """Some of the tutorial's training steps; images are NHWC."""
    import tensorflow as tf

    optimizers = keras.optimizers.Adam(1e-4), keras.optimizers.Adam(1e-4)

    def cross_entropy(logits, target):
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.fill(tf.shape(logits), target), logits=logits)

    for _ in range(steps):
        latents = tf.random.normal((len(real_images), latent_size))
        with tf.GradientTape() as generator_tape, tf.GradientTape() as discriminator_tape:
            fake_images = generator(latents, training=True)
            real_logits = discriminator(real_images, training=True)
            fake_logits = discriminator(fake_images, training=True)
            generator_loss = cross_entropy(fake_logits, 1.0)
            discriminator_loss = cross_entropy(real_logits, 1.0) + cross_entropy(fake_logits, 0.0)
        for model, optimizer, tape, loss in zip(
                (generator, discriminator), optimizers, (generator_tape, discriminator_tape),
                (generator_loss, discriminator_loss)):
            variables = model.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
