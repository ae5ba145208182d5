import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pageLocaleOf, sendPage } from '../../pages/index.js';
import type { UpstreamAnswer } from '../flow/upstream-answer.js';
import { ConsentFlow } from './consent-flow.js';
import { renderConsentGivenPage } from './consent-pages.js';

/** Answers an administrator who comes back from the upstream's consent page. */
@Injectable()
export class AnsweredConsents {
  constructor(private readonly flow: ConsentFlow) {}

  /** @throws {LoginRefused} */
  async finish(answer: UpstreamAnswer, request: Request, response: Response): Promise<void> {
    const given = await this.flow.finish(answer, request, response);
    sendPage(response, 200, renderConsentGivenPage({ locale: pageLocaleOf(request), ...given }));
  }
}
