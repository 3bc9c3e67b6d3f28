import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { folderOf, promised, read, supplemental } from "./cldr.mjs";

const data = supplemental("currencyData.json").currencyData;
const tenderOf = region => data.region[region].flatMap(Object.entries).filter(([, v]) => !v._to && v._tender !== "false").map(([code]) => code);
const regions = Object.keys(data.region).filter(r => /^[A-Z]{2}$/.test(r) && !["EU", "QO", "UN", "ZZ", "AQ", "CQ", "EA", "IC", "TA", "AC", "CP", "DG"].includes(r));
const tender = new Set(regions.flatMap(tenderOf));
const likely = supplemental("likelySubtags.json").likelySubtags;

/** Codes map to themselves; a symbol or name lists every currency it may mean, the commonest user first when CLDR gives it the symbol without a prefix. */
export function currencies() {
  const written = new Map();
  const add = (text, code) => {
    const key = text?.normalize("NFKC").replace(/[\p{Cf}\u00a0\u202f]/gu, "").trim().toLowerCase();
    if (!key || /^\d/.test(key) || key.length > 40 || (key.length === 1 && /[a-z]/.test(key))) return;
    if (!written.has(key)) written.set(key, new Set());
    written.get(key).add(code);
  };
  for (const code of tender) add(code, code);
  const english = read("cldr-numbers-full", "en", "currencies.json").numbers.currencies;
  for (const code of tender) for (const text of texts(english[code], ["symbol", "symbol-alt-narrow", "names"])) if (!isForeignCode(text, code)) add(text, code);
  // What each country writes for its own money; the promised languages also name the others'.
  for (const locale of readdirSync(join(folderOf("cldr-numbers-full"), "main"))) {
    const own = read("cldr-numbers-full", locale, "currencies.json")?.numbers.currencies;
    if (!own) continue;
    const home = new Set(regionsOf(locale).flatMap(r => (data.region[r] ? tenderOf(r) : [])));
    for (const code of home) for (const text of texts(own[code], promised.includes(locale) ? ["symbol", "symbol-alt-narrow", "symbol-alt-variant", "names"] : ["symbol", "symbol-alt-narrow", "symbol-alt-variant"])) if (!isForeignCode(text, code)) add(text, code);
  }
  return [...written].map(([text, codes]) => [text, [...codes].sort().join(" ")]);
}

const isForeignCode = (text, code) => /^[A-Z]{3}$/.test(text) && text !== code;

function* texts(entry, kinds) {
  for (const [key, text] of Object.entries(entry ?? {}))
    if (kinds.includes(key) || (kinds.includes("names") && key.startsWith("displayName"))) yield text;
}

function regionsOf(locale) {
  const region = locale.match(/-([A-Z]{2})\b/)?.[1];
  if (region) return [region];
  const maximal = likely[locale];
  return maximal ? [maximal.split("-").at(-1)] : [];
}

export function countryMoney() {
  return regions.filter(r => tenderOf(r).length > 0).map(region => {
    const [language, script] = (likely[`und-${region}`] ?? "en-Latn-US").split("-");
    const locale = [`${language}-${region}`, `${language}-${script}-${region}`, `${language}-${script}`, language].find(l => existsSync(join(folderOf("cldr-numbers-full"), "main", l)))
      // Languages that CLDR's JSON does not carry write numbers as English does; they are few and small.
      ?? "en";
    const numbers = read("cldr-numbers-full", locale, "numbers.json").numbers;
    return [region, tenderOf(region).at(0), numbers["symbols-numberSystem-latn"].decimal];
  });
}
