// Writes the word tables of src/Meridian/Normalise/Data that have a public source. Sources: Unicode CLDR 48.2 (npm cldr-*, Unicode-3.0),
// the Unicode Script property (this Node's ICU), ISO 4217 as CLDR lists it, @faker-js/faker's family names (MIT), and
// github.com/disposable-email-domains/disposable-email-domains (CC0; pass its blocklist file as the first argument to renew that table).
// What has no public source (spreadsheets' words for nothing, everyday words for money, honorifics) is kept by hand in Data/*.words.tsv.
import { existsSync } from "node:fs";
import { dateWords } from "./dates.mjs";
import { currencies, countryMoney } from "./money.mjs";
import { booleans } from "./booleans.mjs";
import { scripts, familyNames } from "./names.mjs";
import { disposableDomains } from "./mail.mjs";
import { write } from "./write.mjs";

write("date-words.tsv", "CLDR 48.2, ca-gregorian: months, weekdays, day periods and the quoted literals of date patterns", "word\tkind\tmonth", dateWords());
write("currencies.tsv", "CLDR 48.2: ISO 4217 codes and the symbols and names people write, each with the currencies it may mean", "written\tcodes", currencies());
write("country-money.tsv", "CLDR 48.2: the tender and the decimal mark of each country", "country\tcurrency\tdecimal mark", countryMoney());
write("boolean-words.tsv", "CLDR 48.2, posix: yes and no", "word\tvalue", booleans());
write("scripts.tsv", `Unicode ${process.versions.unicode} property Script, as this Node's ICU knows it; code points in hex, both ends included`, "first\tlast\tISO 15924", scripts());
write("family-names.tsv", "@faker-js/faker 10.6.0, locales zh_CN, zh_TW, ja, ko, vi; compound names after the Hundred Family Surnames and Statistics Korea's census", "name\tkind", familyNames());
const blocklist = process.argv[2];
if (blocklist && existsSync(blocklist))
  write("disposable-domains.tsv", "github.com/disposable-email-domains/disposable-email-domains, disposable_email_blocklist.conf (CC0 1.0)", "domain", disposableDomains(blocklist));
