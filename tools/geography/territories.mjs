// Countries and M49 areas: codes, names, containment, languages, weekend, currency.
import { byCode, displayNames, forms, readLocales, spellings, supplemental, tag } from './cldr.mjs';

const mappings = supplemental('codeMappings').codeMappings;
const containment = supplemental('territoryContainment').territoryContainment;
const info = supplemental('territoryInfo').territoryInfo;
const week = supplemental('weekData').weekData;
const currencyOf = supplemental('currencyData').currencyData.region;
const english = displayNames('en', 'territories');

// CLDR's numeric codes also cover its own macro regions (EU, QO), pseudo locales (XA, XB) and "unknown" (ZZ).
const notCountries = new Set(['EU', 'QO', 'XA', 'XB', 'ZZ']);

/** ISO 3166-1 alpha-2 as assigned, plus XK. */
export const countryCodes = Object.keys(mappings)
  .filter(c => /^[A-Z]{2}$/.test(c) && mappings[c]._numeric && english[c] && !notCountries.has(c))
  .sort(byCode);

// Names as M49 itself has them where CLDR shortens or renames (https://unstats.un.org/unsd/methodology/m49/; spelling checked on
// Wikipedia's "UN M49").
const m49Names = {
  '035': 'South-eastern Asia', '053': 'Australia and New Zealand', '057': 'Micronesia', '419': 'Latin America and the Caribbean',
  'QO': 'Outlying Oceania',
};

// Here CLDR's plain English name is a formula ("Hong Kong SAR China") and its short form is the name.
const shortNamed = new Set(['HK', 'MO', 'MM', 'PS']);

const areaName = key => m49Names[key] ?? english[key];

const members = key => containment[key]?._contains ?? [];
const countriesIn = key => (countryCodes.includes(key) ? [key] : members(key).flatMap(countriesIn));

const regions = members('001');
const subRegionOf = {};
const regionOf = {};
for (const region of regions)
  for (const sub of members(region))
    for (const country of countriesIn(sub)) {
      if (subRegionOf[country]) throw new Error(`${country} is in ${subRegionOf[country]} and ${sub}`);
      subRegionOf[country] = sub;
      regionOf[country] = region;
    }

// An official language comes before any other, a nationwide one before a regional one, then the one that more people speak.
const rank = { official: 0, de_facto_official: 0, official_regional: 1 };

/** BCP 47 tags a country is served in: every official one, and others that at least one person in twenty speaks. */
function languagesOf(code) {
  return Object.entries(info[code]?.languagePopulation ?? {})
    .filter(([language]) => language !== 'und')
    .map(([language, facts]) => ({ language: tag(language), share: Number(facts._populationPercent), rank: rank[facts._officialStatus] ?? 2 }))
    .filter(l => l.rank < 2 || l.share >= 5)
    .sort((a, b) => a.rank - b.rank || b.share - a.share || byCode(a.language, b.language))
    .map(l => l.language);
}

const isoDay = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };

/** ISO day numbers from CLDR's weekendStart to weekendEnd, both included. */
function weekendOf(code) {
  const last = isoDay[week.weekendEnd[code] ?? week.weekendEnd['001']];
  const days = [];
  for (let day = isoDay[week.weekendStart[code] ?? week.weekendStart['001']]; ; day = (day % 7) + 1) {
    days.push(day);
    if (day === last) return days;
  }
}

/** The first legal tender still in use: CLDR lists a region's currencies in order of preference. */
function currencyIn(code) {
  const current = (currencyOf[code] ?? []).flatMap(Object.entries).find(([, use]) => !use._to && use._tender !== 'false');
  return current?.[0] ?? '';
}

export const countries = () => countryCodes.map(code => [
  code,
  mappings[code]._alpha3,
  mappings[code]._numeric,
  shortNamed.has(code) ? english[`${code}-alt-short`] : english[code],
  areaName(subRegionOf[code]),
  areaName(regionOf[code]),
  languagesOf(code).join(','),
  weekendOf(code).join(','),
  currencyIn(code),
]);

/** Every name of every country as [code, locale, name], in the read locales and in the country's own languages. */
export function countryNames() {
  const rows = [];
  const add = (code, locale) => {
    for (const name of forms(displayNames(locale, 'territories'), code))
      for (const spelling of spellings(name, locale)) rows.push([code, locale, spelling]);
  };
  for (const code of countryCodes) {
    for (const locale of readLocales) add(code, locale);
    for (const language of languagesOf(code)) if (!readLocales.includes(language)) add(code, language);
  }
  return rows;
}

/** M49 regions and sub-regions, then the groupings CLDR keeps (EU, euro area): key, kind, name, member countries, other names. */
export function areas() {
  const row = (key, kind) => {
    const names = new Set(readLocales.flatMap(locale => forms(displayNames(locale, 'territories'), key)));
    names.delete(areaName(key));
    return [key, kind, areaName(key), countriesIn(key).sort(byCode).join(','), [...names].join('|')];
  };
  return [
    ...regions.map(k => row(k, 'region')),
    ...regions.flatMap(members).map(k => row(k, 'subregion')),
    ...['003', '202', '419', 'EU', 'EZ'].map(k => row(k, 'grouping')),
  ];
}

/** Countries and M49 areas as lists show them, one name each: [key, English, Simplified Chinese, Traditional Chinese]. */
export function shownNames() {
  const of = (locale, key) => {
    const names = displayNames(locale, 'territories');
    return (shortNamed.has(key) ? names[`${key}-alt-short`] : undefined) ?? names[key];
  };
  return [...countryCodes, ...regions, ...regions.flatMap(members)].map(key => [key, shortNamed.has(key) ? of('en', key) : areaName(key), of('zh', key), of('zh-Hant', key)]);
}
