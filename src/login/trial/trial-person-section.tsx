import type { VNode } from 'preact';
import type { TrialReport } from '../../connections/index.js';
import type { JsonValue } from '../../connectors/index.js';
import { Fact } from '../../pages/index.js';
import type { TrialMessages } from '../messages/trial/en.js';

/** Entries of a list that a page shows. The JSON report has them all. */
const MOST_ENTRIES = 50;
const LONGEST_CLAIMS = 20_000;

/** What would become of the person, and the claims it is made of. Everything here is a stranger's text. */
export function TrialPerson({ words, report }: { readonly words: TrialMessages; readonly report: TrialReport }): VNode {
  const { profile = {}, claims, identity, email_verification: verdict, user } = report;
  const members = Object.entries(profile).filter(([name]) => name !== 'email_verified');
  return (
    <>
      <section aria-labelledby="profile">
        <h2 id="profile">{words.profileHeading}</h2>
        {members.length === 0 && <p>{words.profileNothing}</p>}
        <dl class="facts">
          {members.map(([name, value]) => (
            <Fact key={name} term={name} text={textOf(words, value)} />
          ))}
          {verdict !== undefined && (
            <Fact
              term={words.emailVerification}
              text={words.verdicts[verdict.because as keyof typeof words.verdicts]}
            />
          )}
          {user !== undefined && <Fact term={words.userTerm} text={words.users[user]} />}
        </dl>
      </section>
      {claims !== undefined && (
        <section aria-labelledby="claims">
          <h2 id="claims">{words.claimsHeading}</h2>
          {identity !== undefined && (
            <dl class="facts">
              <Fact term={words.issuer} text={identity.issuer} />
              <Fact term={words.subject} text={identity.subject} />
            </dl>
          )}
          <details>
            <summary>{words.claimsShow}</summary>
            <pre>
              <code>{JSON.stringify(claims, undefined, 2).slice(0, LONGEST_CLAIMS)}</code>
            </pre>
          </details>
        </section>
      )}
    </>
  );
}

function textOf(words: TrialMessages, value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.length === 0) return '–';
  const shown = value.slice(0, MOST_ENTRIES).map(String).join(', ');
  return value.length > MOST_ENTRIES ? `${shown} ${words.more(value.length - MOST_ENTRIES)}` : shown;
}
