/**
 * What Microsoft's error numbers (AADSTS…) mean for a hub. They explain; they decide nothing about trust, for
 * Microsoft may change them. Codes with the same remedy share a sentence: the key is the first code of the row.
 */
import type { ConnectorErrorActor, ConnectorErrorCode } from '../connector-error.js';
import { type AzureAdMessageKey, isMessageKey } from './azuread.messages.js';

export interface AadstsRule {
  readonly error: ConnectorErrorCode;
  readonly actor: ConnectorErrorActor;
  readonly messageKey: AzureAdMessageKey;
}

const rules = new Map<number, AadstsRule>();

function rule(error: ConnectorErrorCode, actor: ConnectorErrorActor, codes: readonly number[]): void {
  const messageKey = `aadsts.${codes[0]}`;
  if (!isMessageKey(messageKey)) throw new TypeError(`There is no sentence for "${messageKey}".`);
  for (const code of codes) rules.set(code, { error, actor, messageKey });
}

// The person: another account, a second factor, a new attempt. `access_denied` is what they would not do themselves: the
// hub takes it for a Cancel and sends them back to the application; everything else gets a page that explains.
rule('identity_rejected', 'person', [16000, 16003, 51004]);
rule('identity_rejected', 'person', [50014]);
rule('identity_rejected', 'person', [50034]);
rule('identity_rejected', 'person', [50053]);
rule('identity_rejected', 'person', [50055, 50056, 50135]);
rule('login_required', 'person', [50072, 50074, 50076, 50078, 50079, 500121, 50158]);
rule('identity_rejected', 'person', [50126]);
rule('identity_rejected', 'person', [500208]);
rule('access_denied', 'person', [65004]);
rule('identity_rejected', 'person', [90072]);
rule('login_required', 'person', [50132, 50133, 50173, 50058, 70043, 700081, 700082, 700084, 50013, 500133]);
rule('login_required', 'person', [50140, 50199, 50089, 9002341]);
rule('invalid_response', 'person', [54005]);
rule('invalid_response', 'person', [70008, 70000, 9002313]);
rule('invalid_response', 'person', [50147, 501481, 501491]);

// An administrator of the tenant: assignment, consent, policy.
rule('access_denied', 'tenant-administrator', [500021, 500022]);
rule('access_denied', 'tenant-administrator', [500212, 500213]);
rule('access_denied', 'tenant-administrator', [50057, 500571]);
rule('access_denied', 'tenant-administrator', [50097, 50129, 50155, 50187, 50192, 53000, 53001, 53002, 530003, 530004]);
rule('access_denied', 'tenant-administrator', [50105]);
rule('access_denied', 'tenant-administrator', [53003, 50131, 53004, 53010, 53011, 530032, 530034, 530035]);
rule('access_denied', 'tenant-administrator', [65001]);
rule('access_denied', 'tenant-administrator', [70001, 7000112, 1000031]);
rule('access_denied', 'tenant-administrator', [90094, 90093, 90095, 90097, 90099]);

// The operator: the connection's options and the app registration.
rule('misconfigured', 'operator', [50001, 500011, 650052]);
rule('misconfigured', 'operator', [50011]);
rule('misconfigured', 'operator', [500112]);
rule('misconfigured', 'operator', [50012, 700024, 700027, 7000214, 7000274, 7000277, 1000502, 700211, 700212, 700213]);
rule('misconfigured', 'operator', [50020]);
rule('misconfigured', 'operator', [50049]);
rule('misconfigured', 'operator', [50059, 50128, 90019]);
rule('misconfigured', 'operator', [50146, 501461]);
rule('misconfigured', 'operator', [50194]);
rule('misconfigured', 'operator', [650056, 65005, 650054, 650057, 1003031, 65002]);
rule('misconfigured', 'operator', [650053, 70011, 28002, 28003, 700022, 700023]);
rule('misconfigured', 'operator', [700016, 700011]);
rule('misconfigured', 'operator', [700025, 9002325, 9002326, 9002327]);
rule('misconfigured', 'operator', [700054, 70005, 70007, 70003]);
rule('misconfigured', 'operator', [7000215, 70002]);
rule('misconfigured', 'operator', [7000222]);
rule('misconfigured', 'operator', [7000218]);
rule('misconfigured', 'operator', [90002, 900023]);
rule('misconfigured', 'operator', [90008, 90009]);
rule('misconfigured', 'operator', [90014, 900144, 90004, 90013, 90015, 90023, 90056, 900561, 90100, 700005]);
rule('misconfigured', 'operator', [90027]);
rule('misconfigured', 'operator', [90038, 900439, 900382, 900432]);
rule('misconfigured', 'operator', [900971, 500113]);
rule('misconfigured', 'operator', [901002]);
rule('misconfigured', 'operator', [9002332, 9002331, 90124, 90130, 500207, 9001023, 90010]);

// Microsoft itself: later.
rule(
  'upstream_unavailable',
  'operator',
  [50000, 50042, 50043, 50087, 90006, 90012, 90024, 90033, 90036, 90090, 90091, 90092],
);
rule('upstream_unavailable', 'person', [50196, 90055]);
rule('upstream_unavailable', 'person', [650051]);

export const aadstsRules: ReadonlyMap<number, AadstsRule> = rules;

/** Codes that only say "see the other code", where a description carries two. */
export const umbrellaCodes: readonly number[] = [70002];
