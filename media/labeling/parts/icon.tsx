/** A codicon of those in style/icons.css. For the eye only: the text beside it says the same. */
export function Icon({ name }: { readonly name: string }) {
  return <span class={`icon icon-${name}`} aria-hidden="true" />;
}
