/**
 * Values as each format of settings takes them. Names of applications and callbacks come from whoever may edit clients,
 * and the text is pasted into a root shell or a server's settings: none of them may end its own quotes.
 */

/** For a POSIX shell: single quotes, in which nothing is special. */
export function shellWord(value: string): string {
  const text = withoutNul(value);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * For a file of `NAME=value` lines that systemd (`EnvironmentFile=`) and Docker Compose (`env_file`) read alike: bare
 * where nothing is special to either, else in single quotes, where both take everything but the quote as it is. A value
 * that holds one goes into double quotes, with what is special there escaped.
 */
export function envValue(value: string): string {
  const text = oneLine(value);
  if (/^[\w@%+=:,./-]*$/.test(text)) return text;
  return text.includes("'") ? `"${text.replace(/["\\$`]/g, '\\$&')}"` : `'${text}'`;
}

/** For YAML 1.2: a double-quoted scalar, which takes every JSON string (YAML 1.2, section 1.2). */
export function yamlString(value: string): string {
  return quotedLikeJson(value);
}

/** For TOML 1.0: a basic string, whose escapes are those of JSON, but for DEL, which TOML refuses in the clear. */
export function tomlString(value: string): string {
  return quotedLikeJson(value);
}

/**
 * For grafana.ini: bare, or between backticks where a character begins a comment or a quote. `$__file{…}`, `${…}` and
 * `%(…)s` would be expanded even there, so their first characters are dropped from values that hold them.
 */
export function iniValue(value: string): string {
  const text = oneLine(value)
    .replace(/\$(?=[{_])/g, '')
    .replace(/%(?=\()/g, '')
    .replaceAll('`', "'");
  return /[;#"'\\]|^\s|\s$|^$/.test(text) ? `\`${text}\`` : text;
}

/** For a comment: one line, so that nothing behind a line break counts as a setting. */
export function comment(text: string): string {
  return `# ${oneLine(text)}`;
}

function quotedLikeJson(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}

/** Line breaks of every kind, and what a terminal would obey, become blanks. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
