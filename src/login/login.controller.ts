import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PorticoConfig } from '../config/portico-config.js';
import { nameShown } from '../connections/index.js';
import { messagesFor, renderContinuePage, sendOnward, sendPage } from '../pages/index.js';
import { formOf, isSameOrigin, LoginPageFilter, LoginRefused, parseEmailAddress, queryOf } from '../upstream/index.js';
import { WaitingLogins } from './authorization-requests.js';
import { DomainGuesses } from './domain-guesses.js';
import { HomeRealm } from './home-realm.js';
import { LoginStart, pathOf } from './login-start.js';
import { SignIn } from './sign-in.js';

/** What a person does about an authorization request that waits: comes back to its page, types an address, presses a button. */
@Controller('login')
@UseFilters(LoginPageFilter)
export class LoginController {
  constructor(
    private readonly config: PorticoConfig,
    private readonly waiting: WaitingLogins,
    private readonly homeRealm: HomeRealm,
    private readonly start: LoginStart,
    private readonly signIn: SignIn,
    private readonly guesses: DomainGuesses,
  ) {}

  /** The page again: after a refusal, or to choose another account. */
  @Get(':uid')
  async show(@Param('uid') uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const login = await this.waiting.find(uid, request);
    const chooseAccount = queryOf(request).get('choose') === '1';
    const onward = await this.start.open(login, chooseAccount, request, response);
    sendOnward(request, response, onward, this.config.issuer);
  }

  @Post(':uid')
  async identify(@Param('uid') uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (!isSameOrigin(request, new URL(this.config.issuer).origin)) throw new LoginRefused('cross_site_post');
    const form = formOf(request);
    const login = await this.waiting.find(uid, request);
    const messages = messagesFor(login.locale);
    const value = (form.get('identifier') ?? '').trim();
    const chooseAccount = form.get('choose') === '1';
    const address = parseEmailAddress(value)?.address;
    const connection = address === undefined ? undefined : await this.homeRealm.typed(login, address);
    if (address !== undefined) await this.guesses.typed(connection, request);
    if (address === undefined || connection === undefined) {
      const problem = address === undefined ? messages.addressMalformed : messages.addressUnknown;
      const choices = await this.homeRealm.choices(login);
      const page = this.start.page(login, choices, { chooseAccount, value: forField(value), problem }, request);
      return sendPage(response, 400, page.html, page.options);
    }
    const begin = { request: login.request, connection, address, chooseAccount, decidedBy: 'typed address' } as const;
    const url = await this.signIn.begin(begin, request, response);
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
    const login = await this.waiting.find(uid, request);
    const connection = await this.homeRealm.chosen(login, name);
    const chooseAccount = queryOf(request).get('choose') === '1';
    const begin = { request: login.request, connection, chooseAccount, decidedBy: 'button' } as const;
    const url = await this.signIn.begin(begin, request, response);
    sendOnward(request, response, { url }, this.config.issuer);
  }
}

/** What was typed goes back into the field, as far as it can be somebody's address with a typing mistake. */
function forField(value: string): string {
  return value.replace(/\p{C}/gu, '').slice(0, 254);
}
