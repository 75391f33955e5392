import { describe, expect, it } from 'vitest';
import { parseCommand, UsageError } from '../../src/cli/command.ts';

const parse = (line: string) => parseCommand(line === '' ? [] : line.split(' '));

describe('the words of the command line', () => {
  it.each([
    ['', 'help', []],
    ['--help', 'help', []],
    ['-h', 'help', []],
    ['token create --help', 'help', []],
    ['serve', 'serve', []],
    ['config', 'config', []],
    ['token revoke Ab12', 'token', ['revoke', 'Ab12']],
    ['sensor list', 'sensor', ['list']],
  ])('understand `%s`', (line, name, words) => {
    expect(parse(line)).toMatchObject({ name, words });
  });

  it('carry the options of a command, wherever they stand', () => {
    expect(parse('token --user client create --scopes a,b --json').options).toMatchObject({
      user: 'client',
      scopes: 'a,b',
      json: true,
    });
  });

  it('let every command take `--json` and `--server`', () => {
    expect(parse('config --json --server http://m:1').options).toMatchObject({ json: true, server: 'http://m:1' });
  });

  it.each([
    ['a command that there is not', 'polish', 'no command `polish`'],
    ['an option that there is not', 'serve --loud', '--loud'],
    ['an option of another command', 'sensor list --user x', '`sensor list` has no option `--user`'],
    ['an option of another verb', 'token list --user x', '`token list` has no option `--user`'],
    ['an option without its value', 'token create --user', '--user'],
    ['a value for a switch', 'config --json=yes', '--json'],
  ])('are refused with %s', (_name, line, text) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(text);
  });
});
