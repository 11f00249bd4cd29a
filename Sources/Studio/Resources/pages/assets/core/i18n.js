import { english } from "../i18n/en.js";
import { chinese } from "../i18n/zh.js";

const languages = {
  en: { name: "English", messages: english },
  "zh-CN": { name: "简体中文", messages: chinese },
};
const storageKey = "atelier.language";

let current = preferred();

function preferred() {
  const wanted = [remembered(), ...navigator.languages].filter(Boolean);
  const found = wanted.map((tag) => Object.keys(languages).find((known) => base(known) === base(tag)));
  return found.find(Boolean) ?? "en";
}

/** `zh` of `zh-CN`. */
function base(tag) {
  return tag.split("-")[0].toLowerCase();
}

function remembered() {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null; // Storage can be switched off; then the browser's preference counts.
  }
}

export function language() {
  return current;
}

/** The languages that can be chosen: `[["en", "English"], …]`. */
export function languageChoices() {
  return Object.entries(languages).map(([tag, { name }]) => [tag, name]);
}

export function chooseLanguage(tag) {
  current = tag;
  try {
    localStorage.setItem(storageKey, tag);
  } catch {
    // Not remembered then.
  }
}

/**
 * The message `key` in the current language, its `{places}` filled in. Where `values.count` is given and the language has
 * another form for one, `key.one` is that form.
 */
export function t(key, values = {}) {
  const { messages } = languages[current];
  const form = values.count === 1 && `${key}.one` in messages ? `${key}.one` : key;
  const message = messages[form];
  if (message === undefined) throw new Error(`no message ${key} in ${current}`);
  return message.replace(/\{(\w+)\}/g, (_, place) => format(values[place]));
}

/** What a table of the server's says in the current language: `words({ en: "Losses", zh: "损失" })`. */
export function words(texts) {
  return texts[base(current)];
}

function format(value) {
  return typeof value === "number" ? number(value) : String(value);
}

function locale() {
  return current === "en" ? "en-GB" : current;
}

export function number(value, digits = 0) {
  const format = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(value).replace("-", "−");
}

/** A probability or share, 0 to 1, as per cent; near the ends with a decimal, so that 0.997 does not read as 100 %. */
export function percent(share) {
  const digits = share > 0.99 || share < 0.01 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }).format(share);
}

export function bytes(count) {
  return `${number(count / 1e6)} MB`;
}

/** Seconds as a person says them: 40 s, 3 min, 2 h 10 min. */
export function duration(seconds) {
  if (seconds < 90) return t("time.seconds", { n: Math.round(seconds) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return t("time.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t("time.hours", { h: hours, m: minutes % 60 }) : t("time.days", { n: Math.round(hours / 24) });
}

/** How long ago a time (seconds since 1970) was: "3 minutes ago". */
export function ago(time) {
  const seconds = time - Date.now() / 1000;
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  for (const [unit, length] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return t("time.now");
}
