// Writes src/Meridian/Foundation/Geography/Data/*.tsv from CLDR, and src/Meridian.Web/Pages/Assets/world.svg from Natural Earth.
//   npm ci && node generate.mjs            write
//   npm ci && node generate.mjs --check    write nothing, exit 1 when a committed file differs
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { license, version } from './cldr.mjs';
import { currencies } from './currencies.mjs';
import { languageCodes, languageName, languageNames, languageTags, scriptCodes } from './languages.mjs';
import { worldMap } from './map.mjs';
import { areas, countries, countryNames, shownNames } from './territories.mjs';
import { zoneAliases } from './zones.mjs';

const data = fileURLToPath(new URL('../../src/Meridian/Foundation/Geography/Data/', import.meta.url));
const assets = fileURLToPath(new URL('../../src/Meridian.Web/Pages/Assets/', import.meta.url));

/** One line a key, its names once each, in the order in which they were met. */
function grouped(rows) {
  const names = new Map();
  for (const [key, , name] of rows) names.set(key, (names.get(key) ?? new Set()).add(name));
  return [...names].map(([key, set]) => [key, [...set].join('|')]);
}

const tsv = (columns, source, rows) => [
  `# Unicode CLDR ${version}, npm ${source}; (c) Unicode, Inc., licence in UNICODE-LICENSE.txt.`,
  '# Generated: change tools/geography and run `node tools/geography/generate.mjs`, not this file.',
  `# ${columns.join('\t')}`,
  ...rows.map(row => {
    if (row.some(cell => /[\t\n]/.test(cell))) throw new Error(`a cell of ${row[0]} holds a tab or a line end`);
    return row.join('\t');
  }),
  '',
].join('\n');

const english = languageTags.map(key => [key, languageName(key)]);
const spelled = new Map(grouped(languageNames().filter(([key, , name]) => name !== languageName(key))));

const files = {
  [`${data}countries.tsv`]: tsv(
    ['alpha-2', 'alpha-3', 'numeric', 'English name', 'M49 sub-region', 'M49 region', 'languages', 'weekend, ISO days', 'currency'],
    'cldr-core, cldr-localenames-full', countries()),
  [`${data}country-names.tsv`]: tsv(['alpha-2', 'names'], 'cldr-localenames-full', grouped(countryNames())),
  [`${data}shown-names.tsv`]: tsv(['key', 'en', 'zh-Hans', 'zh-Hant'], 'cldr-localenames-full', shownNames()),
  [`${data}areas.tsv`]: tsv(['key', 'kind', 'name', 'countries', 'other names'], 'cldr-core, cldr-localenames-full', areas()),
  [`${data}languages.tsv`]: tsv(['BCP 47', 'English name', 'other names'], 'cldr-localenames-full',
    [...english.map(([key, name]) => [key, name, spelled.get(key) ?? '']),
      ...[...spelled].filter(([key]) => !languageTags.includes(key)).map(([key, names]) => [key, '', names])]),
  [`${data}language-codes.tsv`]: tsv(['code', 'BCP 47'], 'cldr-core', languageCodes()),
  [`${data}scripts.tsv`]: tsv(['ISO 15924'], 'cldr-core', scriptCodes()),
  [`${data}currencies.tsv`]: tsv(['ISO 4217', 'numeric', 'digits', 'English name', 'symbols', 'other names'], 'cldr-core, cldr-numbers-full', currencies()),
  [`${data}zone-aliases.tsv`]: tsv(['name', 'IANA id'], 'cldr-bcp47', zoneAliases()),
  [`${data}UNICODE-LICENSE.txt`]: license,
  [`${assets}world.svg`]: worldMap(),
};

if (process.argv.includes('--check')) {
  const stale = Object.keys(files).filter(path => !existsSync(path) || readFileSync(path, 'utf8') !== files[path]);
  for (const path of stale) console.error(`${path} is not what its sources give: run node tools/geography/generate.mjs`);
  process.exit(stale.length ? 1 : 0);
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  writeFileSync(path, text);
}
