const TOKEN =
  /[ \t\n\r]*(?:("(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{}:,]))/uy;

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const WANTED: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value-or-end': 'a value or `]`',
  key: 'a name in double quotes',
  'key-or-end': 'a name in double quotes or `}`',
  colon: '`:`',
  'comma-or-end': '`,` or the closing bracket',
  nothing: 'the end',
};

/** Where `text` stops being JSON and what was expected there. Only for text that `JSON.parse` has refused. */
export function placeOfJsonFault(text: string): string {
  const open: string[] = [];
  let expected: Expected = 'value';
  TOKEN.lastIndex = 0;
  for (let at = 0; ; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    const next: Expected | undefined = token === null ? undefined : after(expected, token, open);
    if (next === undefined) return describe(text, at, expected);
    expected = next;
  }
}

/** What may follow `token`; undefined when it was not expected itself. */
function after(expected: Expected, [, string, scalar, mark]: RegExpExecArray, open: string[]): Expected | undefined {
  const inside = (): Expected => (open.length === 0 ? 'nothing' : 'comma-or-end');
  const wantsValue = expected === 'value' || expected === 'value-or-end';
  if (string !== undefined && (expected === 'key' || expected === 'key-or-end')) return 'colon';
  if (string !== undefined || scalar !== undefined) return wantsValue ? inside() : undefined;
  if (mark === '{' || mark === '[') {
    if (!wantsValue) return undefined;
    open.push(mark);
    return mark === '{' ? 'key-or-end' : 'value-or-end';
  }
  if (mark === ':') return expected === 'colon' ? 'value' : undefined;
  if (mark === ',') {
    if (expected !== 'comma-or-end') return undefined;
    return open.at(-1) === '{' ? 'key' : 'value';
  }
  const opener = mark === '}' ? '{' : '[';
  const mayEnd = expected === 'comma-or-end' || expected === (mark === '}' ? 'key-or-end' : 'value-or-end');
  if (!mayEnd || open.at(-1) !== opener) return undefined;
  open.pop();
  return inside();
}

function describe(text: string, from: number, expected: Expected): string {
  const at = from + (/^[ \t\n\r]*/.exec(text.slice(from))?.[0].length ?? 0);
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const found = at >= text.length ? 'the body ends' : 'there is something else';
  return `the body is not JSON: at line ${line}, column ${column} ${WANTED[expected]} was expected, but ${found}`;
}
