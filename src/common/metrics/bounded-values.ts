/** Values a label may take, in order of appearance, up to a number. All later ones are `other`: each costs memory for ever. */
export class BoundedValues {
  private readonly known = new Set<string>();

  constructor(private readonly limit: number) {}

  of(value: string): string {
    if (this.known.has(value)) return value;
    if (this.known.size >= this.limit) return 'other';
    this.known.add(value);
    return value;
  }
}
