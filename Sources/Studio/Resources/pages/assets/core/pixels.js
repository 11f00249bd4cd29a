// The API's base64 as arrays, and drawings as pictures.

const ink = [33, 30, 26];

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** d logit / d pixel, summed over the channels: [H·W]. */
export function gradientOf(base64, channels) {
  const bytes = bytesOf(base64);
  const values = new Float32Array(bytes.buffer, 0, bytes.byteLength / 4);
  const area = values.length / channels;
  return Float32Array.from({ length: area }, (_, place) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += values[channel * area + place];
    return sum;
  });
}

/** Grey drawings become ink on nothing, so that the sheet below shows; colour ones are opaque. */
export function imageOf(pixels, size, channels) {
  const values = bytesOf(pixels);
  const area = size * size;
  const image = new ImageData(size, size);
  for (let place = 0; place < area; place++) {
    if (channels === 1) {
      image.data.set(ink, place * 4);
      image.data[place * 4 + 3] = values[place];
    } else {
      for (let channel = 0; channel < 3; channel++)
        image.data[place * 4 + channel] = 255 - values[channel * area + place];
      image.data[place * 4 + 3] = 255;
    }
  }
  return image;
}
