import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { comment, envValue, iniValue, shellWord, tomlString, yamlString } from './quoting.js';

/** Everything that could end a quote, begin a comment, or be expanded. */
const NASTY = `it's "quoted" $(id) \`id\` \${HOME} %(x)s # ; \\ %5c & | > <\tTab\nLine\r\u2028\u0085end`;

describe('quoting of values in settings', () => {
  it.each([NASTY, '', "'", '--flag', '$HOME', 'plain-1.2_3/:', "'; rm -rf /; '"])(
    'the quoting of settings gives a shell one word that reads %p',
    (value) => {
      expect(execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(value)}`]).toString()).toBe(value);
    },
  );

  it('the quoting of settings gives a shell no NUL, which no word can hold', () => {
    expect(shellWord('a\0b')).toBe('ab');
  });

  it.each([NASTY, '', 'null', 'a: b', '- x', '\u007f'])(
    'the quoting of settings gives YAML a string that reads %p',
    (value) => {
      expect(parse(`key: ${yamlString(value)}\n`)).toEqual({ key: value });
    },
  );

  it('the quoting of settings gives TOML a basic string on one line, with every control character escaped', () => {
    expect(tomlString('a"b\\c\nd\u007f')).toBe('"a\\"b\\\\c\\nd\\u007f"');
    expect(tomlString(NASTY)).not.toMatch(/[\p{Cc}]/u);
  });

  it.each([
    ['https://hub.example/a,b', 'https://hub.example/a,b'],
    ['two words', "'two words'"],
    ['$(id) #', "'$(id) #'"],
    [`it's "$x"`, `"it's \\"\\$x\\""`],
    ['a\nEVIL=1', "'a EVIL=1'"],
  ])('the quoting of settings writes %p for an env file as %p', (value, written) => {
    expect(envValue(value)).toBe(written);
  });

  it.each([
    ['https://hub.example/x', 'https://hub.example/x'],
    ['preferred_username || sub', 'preferred_username || sub'],
    ['a;b', '`a;b`'],
    ['a#b`c', "`a#b'c`"],
    [`$__file{/etc/passwd} \${HOME} %(x)s`, '__file{/etc/passwd} {HOME} (x)s'],
    ['a\n[server]', 'a [server]'],
  ])('the quoting of settings writes %p for grafana.ini as %p', (value, written) => {
    expect(iniValue(value)).toBe(written);
  });

  it('the quoting of settings keeps a comment on one line', () => {
    expect(comment('a\r\nb\u2028c\u0085d\0e')).toBe('# a b c d e');
  });
});
