import { currentRequestContext } from '../request-context.js';
import { addressSubject } from './address-subject.js';

/** Whom the request being served counts as: its address from the socket or a trusted proxy, never from a header alone. */
export function currentAddress(): string {
  return addressSubject(currentRequestContext()?.ip ?? '');
}
