// Reads the CLDR JSON packages pinned in package.json. Everything below speaks CLDR's own key names.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('node_modules/', import.meta.url));
const json = path => JSON.parse(readFileSync(modules + path, 'utf8'));

export const version = json('cldr-core/package.json').version;
export const license = readFileSync(modules + 'cldr-core/LICENSE', 'utf8');
export const supplemental = name => json(`cldr-core/supplemental/${name}.json`).supplemental;
export const scriptMetadata = json('cldr-core/scriptMetadata.json').scriptMetadata;
export const bcp47 = name => json(`cldr-bcp47/bcp47/${name}.json`).keyword.u;

/** Display names of one locale: kind is "territories", "languages" or "scripts"; {} when CLDR has no such locale. */
export function displayNames(locale, kind) {
  const path = `cldr-localenames-full/main/${locale}/${kind}.json`;
  return existsSync(modules + path) ? json(path).main[locale].localeDisplayNames[kind] : {};
}

/** Names and symbols of currencies in one locale. */
export function currencyNames(locale) {
  const path = `cldr-numbers-full/main/${locale}/currencies.json`;
  return existsSync(modules + path) ? json(path).main[locale].numbers.currencies : {};
}

// The languages that a header or a cell may be written in (the first must-list of Meridian, then Turkish, Italian, Dutch, Polish);
// a second locale of a language is there because it spells some countries differently (Taiwan 紐西蘭, Hong Kong 新西蘭).
export const readLocales = [
  'en', 'zh', 'zh-Hant', 'zh-Hant-HK', 'es', 'es-419', 'es-MX', 'pt', 'pt-PT', 'id', 'ar', 'fr', 'fr-CA', 'de', 'hi', 'ru', 'vi', 'th',
  'ja', 'ko', 'tr', 'it', 'nl', 'pl',
];

/** All of CLDR's forms of one key: the plain name, then its -alt-short, -alt-variant, ... forms. Menu fragments are no names. */
export function forms(names, key) {
  return Object.keys(names)
    .filter(k => k === key || k.startsWith(`${key}-alt-`))
    .map(k => names[k]);
}

/** Names as they are typed where CLDR's own form is not: "St. Lucia" is also Saint Lucia; "Dänemark" is Daenemark on a keyboard without ä. */
export function spellings(name, locale) {
  const all = [name];
  if (/^St\.? /.test(name)) all.push(name.replace(/^St\.? /, 'Saint '));
  if (locale === 'de' && /[äöü]/i.test(name)) {
    const typed = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };
    all.push(name.replace(/[äöüÄÖÜ]/g, c => typed[c]));
  }
  return all;
}

/** BCP 47 spelling of CLDR's key: zh_Hant -> zh-Hant. */
export const tag = key => key.replaceAll('_', '-');

export const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
