/** A value that is made when it is first asked for. */
export class Lazy<Value> {
  private made: { readonly value: Value } | undefined;

  constructor(private readonly make: () => Value) {}

  get(): Value {
    this.made ??= { value: this.make() };
    return this.made.value;
  }
}
