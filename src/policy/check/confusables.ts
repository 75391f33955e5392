/**
 * Letters of other scripts, and digits, that look like a Latin letter in common typefaces (after Unicode UTS #39,
 * confusables); those of a pair become the same.
 */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  a: 'аɑα',
  b: 'ЬƄ',
  c: 'сϲᴄ',
  d: 'ԁ',
  e: 'еҽєε',
  f: 'ғϝ',
  g: 'ɡց',
  h: 'һ',
  i: 'іɩιıӏ',
  j: 'јϳ',
  k: 'кκ',
  l: 'Ι1|І',
  m: 'м',
  n: 'пηո',
  o: '0оοσօ०๐',
  p: 'рρ',
  q: 'ԛզ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսᴜ',
  v: 'ѵνᴠ',
  w: 'ѡԝω',
  x: 'хχ',
  y: 'уγү',
  z: 'ᴢ',
  A: 'АΑ',
  B: 'ВΒ',
  C: 'СϹ',
  E: 'ЕΕ',
  H: 'НΗ',
  J: 'Ј',
  K: 'КΚ',
  M: 'МΜ',
  N: 'Ν',
  O: 'ОΟ',
  P: 'РΡ',
  S: 'Ѕ',
  T: 'ТΤ',
  X: 'ХΧ',
  Y: 'УΥҮ',
  Z: 'Ζ',
  '-': '‐‑‒–—−',
  _: 'ˍ',
  '.': '․',
  ':': '։∶',
};
const LATIN = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin] as const)),
);
/** Format characters, zero-width ones and fillers: they take part in comparing and can't be seen. */
const INVISIBLE = /\p{Cf}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0|[\ufe00-\ufe0f]/gu;
const SCRIPTS = [
  ['Latin', /\p{Script=Latin}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Armenian', /\p{Script=Armenian}/u],
] as const;

/** What is left of a name for the eye, and for a reader who does not look at case: names that share one look alike. */
export function skeletonsOf(name: string): readonly string[] {
  const visible = name.normalize('NFKD').replace(INVISIBLE, '').replace(/\s+/gu, ' ');
  const latin = Array.from(visible, (character) => LATIN.get(character) ?? character).join('');
  // Capital I and small l can't be told apart either.
  const alike = [latin.replaceAll('I', 'l'), latin].map((text) => text.toLowerCase());
  return [...new Set(alike.map((text) => text.replaceAll('rn', 'm').replaceAll('vv', 'w')))];
}

/**
 * The scripts that a part of a name mixes, where that is a reason to look twice. Parts stand between colons: what comes
 * before one, such as `role` and `Sensors`, is always Latin, whatever script the names themselves are written in.
 */
export function mixedScripts(name: string): readonly string[] {
  const mixed = name
    .split(':')
    .map((part) => SCRIPTS.filter(([, letters]) => letters.test(part)).map(([script]) => script));
  return mixed.find((scripts) => scripts.length > 1) ?? [];
}

/** The first character of a name that can't be seen, as `U+200B`. */
export function invisibleIn(name: string): string | undefined {
  const found = name.match(INVISIBLE)?.[0];
  return found === undefined
    ? undefined
    : `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
