import { accessSync, constants } from 'node:fs';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // `page.route` does not see where a redirect leads: no name but this machine's is found at all.
  // Only the hosts of `corp.test`, which tests serve themselves, are this machine too.
  '--host-resolver-rules=MAP *.corp.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Tests in a real Chromium: `PORTICO_CHROMIUM`, or the one that the system has. Where there is none they are skipped,
 * and a line says so. One browser serves all of them.
 */
export function describeInChromium(name: string, body: (chromium: Chromium) => void): void {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    process.stderr.write(
      `SKIPPED "${name}": no Chromium was found. Install one, or set PORTICO_CHROMIUM to its path.\n`,
    );
    describe.skip(name, () => body(new Chromium('')));
    return;
  }
  describe(name, () => {
    const browser = new Chromium(executablePath);
    beforeAll(() => browser.start());
    afterAll(() => browser.close());
    body(browser);
  });
}

/** @throws {Error} when `PORTICO_CHROMIUM` names a file that cannot be run: whoever sets it wants these tests. */
function findChromium(): string | undefined {
  const wanted = process.env.PORTICO_CHROMIUM;
  if (!wanted) return PLACES.find(isExecutable);
  if (!isExecutable(wanted)) throw new Error(`PORTICO_CHROMIUM is "${wanted}", which is no program.`);
  return wanted;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export class Chromium {
  private browser: Browser | undefined;

  constructor(private readonly executablePath: string) {}

  async start(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: this.executablePath, args: FLAGS });
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }

  /** Somebody with a browser profile of their own: no cookies, no history. */
  async visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
    if (this.browser === undefined) throw new Error('Chromium does not run.');
    const context = await this.browser.newContext({ locale: 'en-GB', ...options });
    context.setDefaultTimeout(20_000);
    const visitor = new Visitor(await context.newPage());
    await visitor.guard();
    return visitor;
  }
}

/** One tab, and what happened in it that should not have. Requests to elsewhere are written down, and end here. */
export class Visitor {
  /** Console errors (every violation of a content security policy is one), uncaught errors, dialogs. */
  readonly complaints: string[] = [];
  private readonly elsewhere = new Set<Request>();
  private readonly navigations = new Set<string>();

  constructor(readonly page: Page) {
    page.on('console', (message) => {
      // A page that is an answer of 4xx is no complaint; whatever else it loads must be there.
      const isPage = message.text().startsWith('Failed to load') && this.navigations.has(message.location().url);
      if (['error', 'warning'].includes(message.type()) && !isPage) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.message}`));
    page.on('dialog', (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.isNavigationRequest()) this.navigations.add(request.url());
      if (!isLocal(request.url())) this.elsewhere.add(request);
    });
    // What the content security policy stops is a complaint, and leaves the browser never.
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') this.elsewhere.delete(request);
    });
  }

  /** Requests to anything but this machine. Answer them with `page.route` where one is expected. */
  get foreignRequests(): readonly Request[] {
    return [...this.elsewhere];
  }

  async guard(): Promise<void> {
    await this.page.route(
      (url) => !isLocal(url.href),
      (route) => route.abort(),
    );
  }

  /** As new, at less cost: no page, no cookies, no routes, and nothing held against it. */
  async startOver(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.unrouteAll();
    await this.guard();
    await this.page.context().clearCookies();
    this.complaints.length = 0;
    this.elsewhere.clear();
  }

  leave(): Promise<void> {
    return this.page.context().close();
  }
}

function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const isThisMachine = hostname === 'localhost' || hostname === '127.0.0.1' || hostname.endsWith('.corp.test');
  return protocol === 'data:' || isThisMachine;
}
