import * as faker from "@faker-js/faker";

const codes = { Latin: "Latn", Han: "Hani", Arabic: "Arab", Cyrillic: "Cyrl", Devanagari: "Deva", Thai: "Thai", Hiragana: "Hira", Katakana: "Kana", Hangul: "Hang", Greek: "Grek",
  Hebrew: "Hebr", Bengali: "Beng", Tamil: "Taml", Telugu: "Telu", Gujarati: "Gujr", Gurmukhi: "Guru", Kannada: "Knda", Malayalam: "Mlym", Sinhala: "Sinh", Georgian: "Geor",
  Armenian: "Armn", Ethiopic: "Ethi", Khmer: "Khmr", Lao: "Laoo", Myanmar: "Mymr", Tibetan: "Tibt", Mongolian: "Mong", Bopomofo: "Bopo", Thaana: "Thaa", Oriya: "Orya" };

export function scripts() {
  const tests = Object.entries(codes).map(([name, code]) => [new RegExp(`^\\p{Script=${name}}$`, "u"), code]);
  const rows = [];
  let open;
  for (let point = 0; point <= 0x3ffff; point++) {
    const text = String.fromCodePoint(point);
    const code = point >= 0xd800 && point <= 0xdfff ? undefined : tests.find(([test]) => test.test(text))?.[1];
    if (open?.code === code) continue;
    if (open?.code) rows.push([hex(open.first), hex(point - 1), open.code]);
    open = { first: point, code };
  }
  return rows;
}

const hex = point => point.toString(16).padStart(5, "0");

// Faker lists few compound names: these are the ones of the Hundred Family Surnames (Song dynasty) still borne, in both scripts, and Korea's.
const compounds = "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 轩辕 軒轅 令狐 钟离 鍾離 宇文 长孙 長孫 慕容 司徒 司空 夏侯 南宫 南宮 端木 百里 呼延 东郭 東郭 西门 西門 独孤 獨孤 申屠 太史 澹台 澹臺 公冶 宗政 濮阳 濮陽 淳于 单于 單于 赫连 赫連 闻人 聞人";
const koreanCompounds = "남궁 황보 제갈 선우 독고 사공 서문 동방";

export function familyNames() {
  const names = locale => [faker[locale].person.last_name].map(v => v.generic ?? v).flat();
  const rows = [];
  for (const locale of ["zh_CN", "zh_TW"]) for (const name of names(locale)) rows.push([name, [...name].length > 1 ? "chinese-compound" : "chinese"]);
  for (const name of compounds.split(" ")) rows.push([name, "chinese-compound"]);
  for (const name of names("ja")) if (/^\p{Script=Han}[\p{Script=Han}々ヶ]*$/u.test(name)) rows.push([name, "japanese"]);
  for (const name of names("ko")) rows.push([name, "korean"]);
  for (const name of koreanCompounds.split(" ")) rows.push([name, "korean-compound"]);
  for (const name of names("vi")) rows.push([name.toLowerCase(), "vietnamese"]);
  return rows;
}
