/** A parsed form: text at the leaves, nested by the brackets of the names. */
export type Form = { [name: string]: string | Form };

/**
 * Reads `application/x-www-form-urlencoded` as Stripe does: `metadata[order_id]=…` nests, `expand[0]=…` and
 * `expand[]=…` count up in an object with numeric names.
 */
export function parseForm(pairs: URLSearchParams): Form {
  const form = emptyForm();
  for (const [name, value] of pairs) {
    const [head = "", ...inner] = name.split("[");
    const path = [head, ...inner.map((part) => part.replace(/\]$/, ""))];
    put(form, path, value);
  }
  return form;
}

function put(form: Form, path: readonly string[], value: string): void {
  let node = form;
  for (const [depth, part] of path.entries()) {
    const name = part === "" ? String(Object.keys(node).length) : part;
    if (depth === path.length - 1) {
      node[name] = value;
      return;
    }
    const child = node[name];
    node = typeof child === "object" ? child : (node[name] = emptyForm());
  }
}

/** Without a prototype, so that a parameter named `__proto__` is only a name. */
function emptyForm(): Form {
  return Object.create(null) as Form;
}
