/** The option `attribute_map`: the claims that fill the fields of a profile. The protocol's own cannot be mapped. */
import { textProblem } from '../../option-values.js';

export type AttributeMap = Readonly<Record<string, ProfileField>>;

/** Fields that a claim can be mapped to, by their names on the wire. */
const profileFields = [
  'name',
  'given_name',
  'family_name',
  'nickname',
  'preferred_username',
  'email',
  'picture',
  'locale',
] as const;
export type ProfileField = (typeof profileFields)[number];

/** Claims of the protocol: they say who it is, for whom and how good the token is, and describe nobody. */
const protocolClaims: readonly string[] = [
  'iss sub aud exp iat nbf jti azp nonce at_hash c_hash s_hash auth_time acr amr sid typ',
  'email_verified phone_number_verified _claim_names _claim_sources',
].flatMap((line) => line.split(' '));

const entryLimit = 50;
const nameLimit = 200;

const example = '{"upn": "preferred_username"}';

export function attributeMapProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `must be an object from claims to profile fields, such as ${example}`;
  }
  const entries = Object.entries(value);
  if (entries.length > entryLimit) return `has more than ${entryLimit} entries`;
  for (const [claim, field] of entries) {
    const problem = claimProblem(claim) ?? fieldProblem(claim, field);
    if (problem !== undefined) return problem;
  }
  const fields = entries.map(([, field]) => String(field));
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  return twice === undefined ? undefined : `fills ${twice} from several claims: choose one`;
}

function claimProblem(claim: string): string | undefined {
  if (textProblem(claim, nameLimit) !== undefined) return 'has a claim whose name is empty, too long or not printable';
  return protocolClaims.includes(claim)
    ? `cannot map ${claim}: it belongs to the protocol (trust_email_verified decides about e-mail addresses)`
    : undefined;
}

function fieldProblem(claim: string, field: unknown): string | undefined {
  if (profileFields.some((one) => one === field)) return undefined;
  const named = typeof field === 'string' ? JSON.stringify(field.slice(0, 60)) : 'no text';
  const isProtected = typeof field === 'string' && protocolClaims.includes(field);
  const reason = isProtected ? 'which no claim may be mapped to' : `which is none of ${profileFields.join(', ')}`;
  return `maps ${JSON.stringify(claim.slice(0, 60))} to ${named}, ${reason}: claims come first, as in ${example}`;
}
