// Currencies: ISO 4217 codes, display digits, symbols, names.
import { byCode, currencyNames, readLocales, supplemental } from './cldr.mjs';
import { countries } from './territories.mjs';

const { region, fractions } = supplemental('currencyData').currencyData;
const mappings = supplemental('codeMappings').codeMappings;
const english = currencyNames('en');

// Files reach back years, so a currency withdrawn since this date is still read.
const oldest = '2010-01-01';

const uses = Object.values(region).flat().flatMap(Object.entries);
const codes = [...new Set(uses.filter(([, use]) => use._tender !== 'false' && !(use._to < oldest)).map(([code]) => code))]
  .sort(byCode);

/** Names and symbols as they are seen where the currency is used: in its countries' first languages. */
const home = {};
for (const [, , , , , , languages, , currency] of countries()) (home[currency] ??= new Set()).add(languages.split(',')[0]);

function symbols(code) {
  const found = new Set();
  for (const locale of ['en', ...(home[code] ?? [])])
    for (const [kind, text] of Object.entries(currencyNames(locale)[code] ?? {}))
      if (kind.startsWith('symbol') && text !== code) found.add(text);
  return [...found];
}

// "Kazakhstani Tenge" is called tenge. What several are called (dollar, franc) is no loss: the reader then asks for the country.
// A name that ends in a year or a metal has no unit at its end.
function units(code) {
  const last = text => text.split(' ').at(-1);
  const { displayName, 'displayName-count-other': many = displayName } = english[code];
  return /[)]$|Gold$/.test(displayName) ? [] : [last(displayName), last(many)];
}

function names(code) {
  const found = new Set();
  for (const locale of new Set([...readLocales, ...(home[code] ?? [])]))
    for (const [kind, text] of Object.entries(currencyNames(locale)[code] ?? {}))
      if (kind.startsWith('displayName') && text !== code) found.add(text);
  for (const unit of units(code)) found.add(unit);
  found.delete(english[code].displayName);
  return [...found];
}

export const currencies = () => codes.map(code => [
  code,
  // CLDR's mapping lags behind the newest codes (BYN, XCG, ZWG).
  mappings[code]?._numeric.padStart(3, '0') ?? '',
  (fractions[code] ?? fractions.DEFAULT)._digits,
  english[code].displayName,
  symbols(code).join('|'),
  names(code).join('|'),
]);
