import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { nameShown } from '../connections/index.js';
import type { Onward, ShownPage } from '../pages/index.js';
import { LoginErrorPages, parseEmailAddress } from '../upstream/index.js';
import { type AuthorizationRequest, type WaitingLogin, WaitingLogins } from './authorization-requests.js';
import { type Choices, HomeRealm } from './home-realm.js';
import { LastUsedConnections } from './last-used-connections.js';
import { LoginEntrance, type LoginHost } from './login-entrance.js';
import { type ConnectionChoice, renderLoginPage, safeIconUrl } from './login-page.js';
import { SignIn } from './sign-in.js';

/** What stands on the page beside the connections. */
interface Shown {
  readonly chooseAccount: boolean;
  /** What stands in the e-mail field. */
  readonly value: string;
  readonly problem?: string;
}

/**
 * The first answer to an authorization request that needs a person: the way to the upstream where the connection is
 * decided on, and otherwise the page where a person decides.
 */
@Injectable()
export class LoginStart implements LoginHost {
  constructor(
    entrance: LoginEntrance,
    private readonly waiting: WaitingLogins,
    private readonly homeRealm: HomeRealm,
    private readonly signIn: SignIn,
    private readonly lastUsed: LastUsedConnections,
    private readonly errors: LoginErrorPages,
  ) {
    entrance.openTo(this);
  }

  foresee(clientId: string, connection: string): Promise<unknown> {
    return this.homeRealm.foresee(clientId, connection);
  }

  async receive(waiting: AuthorizationRequest, request: IncomingMessage, response: ServerResponse): Promise<Onward> {
    try {
      return await this.open(await this.waiting.of(waiting, request), false, request, response);
    } catch (error) {
      return this.errors.pageOf(error);
    }
  }

  /** @param chooseAccount the person came back to choose another account: nothing is decided for them. @throws {LoginRefused} */
  async open(
    login: WaitingLogin,
    chooseAccount: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Onward> {
    const decided = chooseAccount ? undefined : await this.homeRealm.decide(login, request);
    // A link preview asks by HEAD, and must not make a login.
    if (decided?.connection !== undefined && request.method === 'GET') {
      const start = { request: login.request, ...decided, connection: decided.connection, chooseAccount };
      return { url: await this.signIn.begin(start, request, response) };
    }
    const choices = decided?.choices ?? (await this.homeRealm.choices(login));
    const hint = chooseAccount ? undefined : parseEmailAddress(login.request.loginHint ?? '')?.address;
    return this.page(login, choices, { chooseAccount, value: hint ?? '' }, request);
  }

  /** The login page. @throws {LoginRefused} where there is nothing to choose from. */
  page(login: WaitingLogin, choices: Choices, shown: Shown, request: IncomingMessage): ShownPage {
    const page = pathOf(login);
    const { chooseAccount, ...emailField } = shown;
    const used = this.lastUsed.of(request).find((id) => choices.connections.some((connection) => connection.id === id));
    const connections = choices.connections.map((connection): ConnectionChoice & { readonly id: string } => {
      const icon = safeIconUrl(connection.iconUrl);
      const href = `${page}/connections/${encodeURIComponent(connection.name)}${chooseAccount ? '?choose=1' : ''}`;
      const name = nameShown(connection);
      return { id: connection.id, name, href, ...(icon !== undefined && { iconUrl: icon.href }) };
    });
    const lastUsed = connections.find(({ id }) => id === used);
    const html = renderLoginPage({
      locale: login.locale,
      applicationName: login.application.name,
      ...(choices.withEmailField && { emailForm: { action: page, ...emailField } }),
      ...(lastUsed !== undefined && { lastUsed }),
      connections: connections.filter((connection) => connection !== lastUsed),
      chooseAccount,
      helpHref: helpPathOf(login),
    });
    const icons = connections.flatMap(({ iconUrl }) => (iconUrl === undefined ? [] : [new URL(iconUrl).origin]));
    return { html, options: { imageOrigins: [...new Set(icons)] } };
  }
}

/** Where the request waits: its pages are below it. */
export function pathOf({ request }: WaitingLogin): string {
  return `/login/${encodeURIComponent(request.uid)}`;
}

/** Where the application chose the language, help speaks it too. */
function helpPathOf({ request, locale }: WaitingLogin): string {
  return request.uiLocales.length === 0 ? '/login/help' : `/login/help?ui_locales=${locale}`;
}
