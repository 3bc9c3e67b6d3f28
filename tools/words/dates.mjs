import { fold, languages, promised, read } from "./cldr.mjs";

// East Asian times say "evening 8 o'clock"; elsewhere such words stand in prose. Latin abbreviations of
// other languages clash with small words ("de", "to", "sa"), and "p" alone says too little; elsewhere one letter may be the word (م, ص).
const eastAsian = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]{2,}$/u;

function periodOf(key, name, language) {
  const word = fold(name);
  if (/\s/.test(word) || word.length === 0 || (/^[a-z]/.test(word) && (word.length === 1 || !promised.includes(language)))) return undefined;
  if (key === "am" || key === "pm") return key;
  return !eastAsian.test(word) ? undefined : /^morning/.test(key) ? "morning" : /^evening/.test(key) ? "evening" : undefined;
}

/** Every word that a written date or time may hold. A word with two months (Polish and Croatian "listopad") is left out unless a promised language has it. */
export function dateWords() {
  const months = new Map(), weekdays = new Set(), fillers = new Set(), periods = new Map();
  for (const language of languages) {
    const calendar = read("cldr-dates-full", language, "ca-gregorian.json")?.dates.calendars.gregorian;
    if (!calendar) throw new Error(`CLDR has no ${language}`);
    for (const context of ["format", "stand-alone"]) {
      for (const width of ["wide", "abbreviated"]) {
        for (const [number, name] of Object.entries(calendar.months[context][width])) note(months, name, Number(number), language);
        for (const name of Object.values(calendar.days[context][width])) if (usable(name) || /^[\p{Script=Han}\p{Script=Hangul}]$/u.test(name)) words(name).forEach(w => weekdays.add(w));
      }
      for (const width of ["wide", "abbreviated", "narrow"])
        for (const [key, name] of Object.entries(calendar.dayPeriods[context][width])) {
          const kind = periodOf(key, name, language);
          if (kind) note(periods, name, kind, language);
        }
    }
    for (const pattern of [...Object.values(calendar.dateFormats), ...Object.values(calendar.dateTimeFormats.availableFormats)].map(p => p?._value ?? p))
      for (const [, literal] of /[wWQhH]/.test(pattern.replace(/'[^']*'/g, "")) ? [] : pattern.matchAll(/'([^']+)'/g))
        words(literal).filter(w => /^\p{L}[\p{L}\p{M}]*$/u.test(w)).forEach(w => fillers.add(w));
  }
  // The units 年月日 are grammar, not vocabulary: the reader knows them.
  const rows = [];
  for (const [word, month] of settled(months)) rows.push([word, "month", month]);
  for (const word of weekdays) rows.push([word, "weekday", ""]);
  for (const [word, kind] of settledPeriods(periods)) rows.push([word, kind, ""]);
  for (const word of fillers) if (!months.has(word) && !periods.has(word)) rows.push([word, "filler", ""]);
  return rows;
}

const usable = name => !/\d/u.test(name.normalize("NFKC")) && [...fold(name)].length >= 2;
const words = text => fold(text).split(/[\s,]+/).filter(w => w.length > 0);

function note(map, name, value, language) {
  const word = fold(name);
  if (/\d/u.test(word) || (typeof value === "number" && [...word].length < 2) || /\s/.test(word)) return;
  if (!map.has(word)) map.set(word, new Map());
  const values = map.get(word);
  if (!values.has(value) || promised.includes(language)) values.set(value, promised.includes(language) || values.get(value) === true);
}

function* settled(map) {
  for (const [word, values] of map) {
    const best = values.size === 1 ? [...values.keys()] : [...values].filter(([, isPromised]) => isPromised).map(([value]) => value);
    if (best.length === 1) yield [word, best[0]];
    else console.log(`left out, it has several meanings: ${word} = ${[...values.keys()].join(" or ")}`);
  }
}

// 上午 is both "am" and a morning; the half of the day says more. A word of two halves is no help.
function settledPeriods(map) {
  for (const values of map.values()) for (const [half, part] of [["am", "morning"], ["pm", "evening"]]) if (values.has(half)) values.delete(part);
  return settled(map);
}
