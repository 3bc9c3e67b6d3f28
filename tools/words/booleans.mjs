import { fold, promised, read } from "./cldr.mjs";

/** CLDR writes "sí:s": the word, then letters that may stand for it. Single Latin letters are left to the hand-kept table: "o" is French for yes and looks like a zero. */
export function booleans() {
  const rows = [];
  for (const language of promised) {
    const messages = read("cldr-misc-full", language, "posix.json").posix.messages;
    for (const [text, value] of [[messages.yesstr, "true"], [messages.nostr, "false"]])
      for (const word of text.split(":")) if ([...fold(word)].length > 1 || /[\p{Script=Han}\p{Script=Hangul}]/u.test(word)) rows.push([fold(word), value]);
  }
  return rows;
}
