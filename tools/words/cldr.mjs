import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const root = name => dirname(require.resolve(`${name}/package.json`));

/** The 17 languages that Meridian promises to read, then others whose words do not clash with them. */
export const promised = ["en", "zh", "zh-Hant", "es", "pt", "id", "ar", "fr", "de", "hi", "ru", "vi", "th", "ja", "ko", "tr", "it"];
export const languages = [...promised, "ar-SY", "ar-DZ", "ar-MA", "pt-PT", "es-MX", "es-US", "fr-CA", "de-AT", "en-GB", "en-AU", "en-CA", "en-IN", "nl", "pl", "sv", "da", "nb",
  "fi", "cs", "sk", "ro", "hu", "el", "uk", "bg", "ca", "he", "fa", "ur", "bn", "ms", "fil", "ta", "te", "ml", "mr", "gu", "kn", "pa", "sw", "hr", "sl", "lt", "lv", "et",
  "ka", "hy", "az", "kk", "uz", "am", "my", "km", "lo", "ne", "si", "is"];

export function read(packageName, locale, file) {
  const path = join(root(packageName), "main", locale, file);
  return existsSync(path) ? require(path).main[locale] : undefined;
}

export const supplemental = file => require(join(root("cldr-core"), "supplemental", file)).supplemental;

export const folderOf = root;

/** The form in which tables are compared: compatibility characters unified, lower case, accents and stops off. TextFold in C# does the same again when it loads. */
export const fold = text => text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640\u200b-\u200f\u061c.'\u2019]/g, "")
  .replaceAll("ß", "ss").replaceAll("ı", "i").replaceAll("ø", "o").replaceAll("ł", "l").replaceAll("đ", "d").normalize("NFKC").replace(/\s+/g, " ").trim();
