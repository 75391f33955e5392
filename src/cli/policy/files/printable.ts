/** `text` on one line, without characters that would move a terminal's cursor. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}|[\u2028\u2029]/gu, ' ');
}
