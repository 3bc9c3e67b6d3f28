// Old and alternative time zone names. The tz database links across borders (Africa/Asmera -> Africa/Nairobi), which would
// move a customer to another country; CLDR's groups never do.
import { bcp47, byCode } from './cldr.mjs';

// POSIX names state an offset or a rule and no place, although CLDR files EST under Panama and CET under Brussels.
const noPlace = /^(EST|MST|HST|EST5EDT|CST6CDT|MST7MDT|PST8PDT|WET|CET|MET|EET|Factory)$/;

export const zoneAliases = () => Object.values(bcp47('timezone').tz)
  .filter(zone => zone._alias)
  .flatMap(zone => {
    const ids = zone._alias.split(' ');
    const canonical = zone._iana ?? ids[0];
    return ids.filter(id => id !== canonical && !noPlace.test(id)).map(id => [id, canonical]);
  })
  .sort((a, b) => byCode(a[0], b[0]));
