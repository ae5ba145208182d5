/** What happens during one sign-in, line by line, for the author of a connector. Nothing secret gets through. */
import { scrub, scrubText } from '../../common/logging/index.js';
import type { ConnectorLogger, JsonObject, SignInObserver } from '../../connectors/index.js';

const MASK = '[secret]';

export class Trace implements SignInObserver {
  private readonly begun: number;
  private readonly secrets = new Set<string>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly now: () => Date,
  ) {
    this.begun = now().getTime();
  }

  /** From now on never printed, in whatever form it travels. */
  hide(secret: string): void {
    if (secret === '') return;
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ];
    for (const form of forms) this.secrets.add(form);
  }

  passed(stage: string, detail?: JsonObject): void {
    this.line('stage', detail === undefined ? stage : `${stage}  ${printed(detail)}`);
  }

  warned(stage: string, message: string): void {
    this.line('warning', `${stage}: ${message}`);
  }

  line(kind: string, text: string): void {
    const seconds = ((this.now().getTime() - this.begun) / 1000).toFixed(3);
    this.write(`${seconds.padStart(8)}  ${kind.padEnd(9)} ${this.masked(scrubText(text))}`);
  }

  /** Text that people need as it is, such as a URL to open: only secrets are taken out. */
  plain(text: string): void {
    this.write(this.masked(text));
  }

  logger(): ConnectorLogger {
    const log = (level: string) => (detail: object, message: string) =>
      this.line(level, `${message}  ${printed(scrub(detail))}`);
    return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  }

  /** A `fetch` whose every request is a line: where it went and what came back, without query, headers and bodies. */
  fetch(through: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const { origin, pathname } = new URL(request.url);
      const what = `${request.method} ${origin}${pathname}`;
      try {
        const response = await through(input, init);
        this.line('request', `${what}  ${response.status} ${response.headers.get('content-type') ?? ''}`.trimEnd());
        return response;
      } catch (error) {
        this.line('request', `${what}  failed: ${error instanceof Error ? error.message : String(error)}`);
        throw error;
      }
    };
  }

  private masked(text: string): string {
    // The longest first: one may be a part of another.
    const ordered = [...this.secrets].sort((a, b) => b.length - a.length);
    return ordered.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }
}

function printed(detail: object): string {
  // Where in which file something was thrown says nothing about the sign-in.
  return JSON.stringify(detail, (name, value: unknown) => (name === 'stack' ? undefined : value));
}
