// Languages: which ones, their names in the read locales, their own names, and the codes that stand for them.
import { byCode, displayNames, forms, readLocales, scriptMetadata, spellings, supplemental, tag } from './cldr.mjs';

const aliases = supplemental('aliases').metadata.alias.languageAlias;
const info = supplemental('territoryInfo').territoryInfo;
const english = displayNames('en', 'languages');

const isTag = key => /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(key);

// "und", "mul", "zxx" and the like say that there is no language.
const namedKeys = Object.keys(english).filter(k => isTag(k) && !['und', 'mul', 'mis', 'zxx', 'root'].includes(k)).sort(byCode);

/** The tag in use today: tl -> fil, sh -> sr-Latn. */
const current = key => aliases[key]?._replacement ?? key;

/** Tags CLDR names in English and that no other replaces. */
export const languageTags = namedKeys.filter(k => current(k) === k);

const languageOnly = key => key.split('-')[0];

/** Languages with a million speakers or an official status anywhere: the ones worth knowing in twenty languages. */
const spoken = new Set();
{
  const speakers = {};
  for (const { _population, languagePopulation = {} } of Object.values(info))
    for (const [key, facts] of Object.entries(languagePopulation)) {
      const language = languageOnly(tag(key));
      speakers[language] = (speakers[language] ?? 0) + (Number(_population) * Number(facts._populationPercent)) / 100;
      if (facts._officialStatus) spoken.add(language);
    }
  for (const [language, people] of Object.entries(speakers)) if (people >= 1e6) spoken.add(language);
}

// Pairs of scripts in which a language is commonly asked for by name: "Serbian (Latin)", 中文（繁体）.
const scriptsAsked = { zh: ['Hans', 'Hant'], sr: ['Cyrl', 'Latn'], uz: ['Cyrl', 'Latn'], az: ['Cyrl', 'Latn'], bs: ['Cyrl', 'Latn'] };

/** Chinese names a language by its speech (英语) or its writing (英文), CLDR by one of them only. */
function languageSpellings(name, locale) {
  const all = spellings(name, locale);
  if (locale.startsWith('zh') && /[语語文]$/.test(name)) all.push(...['语', '語', '文'].map(end => name.slice(0, -1) + end));
  return all;
}

/** Every name of every language as [tag, locale, name], in the read locales and in the language itself. */
export function languageNames() {
  const rows = [];
  const add = (key, locale, name) => {
    for (const spelling of languageSpellings(name, locale)) rows.push([current(key), locale, spelling]);
  };
  for (const key of namedKeys) {
    const locales = spoken.has(languageOnly(key)) ? readLocales : ['en'];
    for (const locale of locales) for (const name of forms(displayNames(locale, 'languages'), key)) add(key, locale, name);
    for (const name of forms(displayNames(key, 'languages'), key)) add(key, key, name);
  }
  for (const [language, scripts] of Object.entries(scriptsAsked))
    for (const locale of [...readLocales, language])
      for (const script of scripts) {
        const name = displayNames(locale, 'languages')[language];
        const inScript = displayNames(locale, 'scripts')[script];
        if (name && inScript) add(`${language}-${script}`, locale, `${name} (${inScript})`);
      }
  return rows;
}

/**
 * Codes that stand for another: deprecated (iw -> he), ISO 639-2 and 639-3 (eng, chi, zho), and the dominant member of a
 * macrolanguage (cmn -> zh). CLDR's aliases with variants or regions are left out: nobody types them into a spreadsheet.
 */
export function languageCodes() {
  return Object.entries(aliases)
    .filter(([code, { _replacement }]) => /^[a-z]{2,3}$/.test(code) && isTag(_replacement))
    .map(([code, { _replacement }]) => [code, _replacement])
    .sort((a, b) => byCode(a[0], b[0]));
}

export const languageName = key => english[key];

export const scriptCodes = () => Object.keys(scriptMetadata).filter(k => /^[A-Z][a-z]{3}$/.test(k)).sort(byCode).map(k => [k]);
