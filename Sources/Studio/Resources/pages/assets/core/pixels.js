// The API's base64 as arrays, and drawings as pictures. Pixels are bytes, 0 for paper to 255 for ink, channel by channel.
import { inkColour } from "./colours.js";

const inkBytes = [1, 3, 5].map((place) => Number.parseInt(inkColour.slice(place, place + 2), 16));

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** How much ink each pixel has, 0 to 1, mean over the channels: [H·W]. */
export function inkOf(pixels, channels) {
  return sumOfChannels(bytesOf(pixels), channels).map((sum) => sum / (255 * channels));
}

/** d logit / d pixel, summed over the channels: [H·W]. */
export function gradientOf(base64, channels) {
  return sumOfChannels(new Float32Array(bytesOf(base64).buffer), channels);
}

function sumOfChannels(values, channels) {
  const area = values.length / channels;
  const sums = new Float32Array(area);
  for (const [place, value] of values.entries()) sums[place % area] += value;
  return sums;
}

/** Grey drawings become ink on nothing, so that the sheet below shows; colour ones are opaque. */
export function imageOf(pixels, size, channels) {
  const values = bytesOf(pixels);
  const area = size * size;
  const image = new ImageData(size, size);
  for (let place = 0; place < area; place++) {
    const colour = [0, 1, 2].map((channel) =>
      channels === 1 ? inkBytes[channel] : 255 - values[channel * area + place],
    );
    image.data.set([...colour, channels === 1 ? values[place] : 255], place * 4);
  }
  return image;
}
