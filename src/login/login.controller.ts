import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PorticoConfig } from '../config/portico-config.js';
import { type Connection, nameShown } from '../connections/index.js';
import { messagesFor, renderContinuePage, sendPage, sendRedirect } from '../pages/index.js';
import { formOf, isSameOrigin, LoginPageFilter, LoginRefused, parseEmailAddress, queryOf } from '../upstream/index.js';
import { AuthorizationRequests, type WaitingLogin, WaitingLogins } from './authorization-requests.js';
import { DomainGuesses } from './domain-guesses.js';
import { type Choices, HomeRealm } from './home-realm.js';
import { LastUsedConnections } from './last-used-connections.js';
import { type ConnectionChoice, renderLoginPage, safeIconUrl } from './login-page.js';
import { SignIn } from './sign-in.js';

/** The universal login of one authorization request: decides on a connection, or shows the page where a person does. */
@Controller('login')
@UseFilters(LoginPageFilter)
export class LoginController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly waiting: WaitingLogins,
    private readonly homeRealm: HomeRealm,
    private readonly signIn: SignIn,
    private readonly requests: AuthorizationRequests,
    private readonly guesses: DomainGuesses,
    private readonly lastUsed: LastUsedConnections,
  ) {}

  @Get(':uid')
  async show(@Param('uid') uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const login = await this.waiting.find(uid, request, response);
    if (login.request.prompt.includes('none')) return await this.refuseSilently(login, response);
    const chooseAccount = queryOf(request).get('choose') === '1';
    const decided = chooseAccount ? undefined : await this.decided(login, request);
    if (decided !== undefined && request.method === 'GET') {
      const decidedBy = login.request.connection === undefined ? 'login hint' : 'connection parameter';
      const start = { request: login.request, connection: decided, chooseAccount, decidedBy } as const;
      return sendRedirect(response, await this.signIn.begin(start, request, response));
    }
    const hint = chooseAccount ? undefined : parseEmailAddress(login.request.loginHint ?? '')?.address;
    this.sendLoginPage(request, response, 200, login, await this.homeRealm.choices(login), {
      chooseAccount,
      value: hint ?? '',
    });
  }

  @Post(':uid')
  async identify(@Param('uid') uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (!isSameOrigin(request, new URL(this.config.issuer).origin)) throw new LoginRefused('cross_site_post');
    const form = formOf(request);
    const login = await this.waiting.find(uid, request, response);
    const messages = messagesFor(login.locale);
    const value = (form.get('identifier') ?? '').trim();
    const chooseAccount = form.get('choose') === '1';
    const address = parseEmailAddress(value)?.address;
    const connection = address === undefined ? undefined : await this.homeRealm.typed(login, address);
    if (address !== undefined) await this.guesses.typed(connection, request);
    if (address === undefined || connection === undefined) {
      const problem = address === undefined ? messages.addressMalformed : messages.addressUnknown;
      const choices = await this.homeRealm.choices(login);
      return this.sendLoginPage(request, response, 400, login, choices, {
        chooseAccount,
        value: forField(value),
        problem,
      });
    }
    const start = { request: login.request, connection, address, chooseAccount, decidedBy: 'typed address' } as const;
    const url = await this.signIn.begin(start, request, response);
    const html = renderContinuePage({
      locale: login.locale,
      title: messages.continueTitle,
      url,
      label: messages.continueTo(nameShown(connection)),
      alternative: { href: `${pathOf(login)}?choose=1`, label: messages.useAnotherAccount },
    });
    sendPage(response, 200, html, { refresh: url });
  }

  /** Where "Continue with {display name}" leads. */
  @Get(':uid/connections/:name')
  async go(
    @Param('uid') uid: string,
    @Param('name') name: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (request.method !== 'GET') throw new LoginRefused('method_not_allowed');
    const login = await this.waiting.find(uid, request, response);
    const connection = await this.homeRealm.chosen(login, name);
    const chooseAccount = queryOf(request).get('choose') === '1';
    const start = { request: login.request, connection, chooseAccount, decidedBy: 'button' } as const;
    sendRedirect(response, await this.signIn.begin(start, request, response));
  }

  private async decided(login: WaitingLogin, request: Request): Promise<Connection | undefined> {
    const decided = await this.homeRealm.decide(login);
    const { connection, loginHint } = login.request;
    const isHinted = connection === undefined && loginHint !== undefined;
    return isHinted ? await this.guesses.hinted(decided, request) : decided;
  }

  /** `prompt=none` allows no page. The OpenID Provider answers it by itself; this is the second lock. */
  private async refuseSilently({ request }: WaitingLogin, response: Response): Promise<void> {
    const url = await this.requests.finish(request.uid, {
      kind: 'refused',
      error: 'login_required',
      description: 'The person has to sign in.',
    });
    if (url === undefined) throw new LoginRefused('request_not_found');
    sendRedirect(response, new URL(url, this.config.issuer).href);
  }

  private sendLoginPage(
    request: Request,
    response: Response,
    status: number,
    login: WaitingLogin,
    choices: Choices,
    field: { readonly chooseAccount: boolean; readonly value: string; readonly problem?: string },
  ): void {
    const page = pathOf(login);
    const { chooseAccount, ...emailField } = field;
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
    sendPage(response, status, html, { imageOrigins: [...new Set(icons)] });
  }
}

function pathOf({ request }: WaitingLogin): string {
  return `/login/${encodeURIComponent(request.uid)}`;
}

/** Where the application chose the language, help speaks it too. */
function helpPathOf({ request, locale }: WaitingLogin): string {
  return request.uiLocales.length === 0 ? '/login/help' : `/login/help?ui_locales=${locale}`;
}

/** What was typed goes back into the field, as far as it can be somebody's address with a typing mistake. */
function forField(value: string): string {
  return value.replace(/\p{C}/gu, '').slice(0, 254);
}
