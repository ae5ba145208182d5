/** What no name of the hub's looks like. */
const OTHER = '(other)';

/** Values a label may take, in order of appearance, up to a number; all later ones are one. Each costs memory for ever. */
export class BoundedValues {
  private readonly known = new Set<string>();

  constructor(private readonly limit: number) {}

  of(value: string): string {
    if (this.known.has(value)) return value;
    if (this.known.size >= this.limit) return OTHER;
    this.known.add(value);
    return value;
  }
}

/** Connections told apart in one measure; a hub with more has them under `(other)`. */
export const MAX_CONNECTIONS = 200;
