import type { MountCardFields } from "./port.ts";
import { loadGlobal } from "./script.ts";

/** What the payment sandbox's script puts on `window`: it was made to the port's shape. */
interface DoorbusterFields {
  readonly mount: MountCardFields;
}

/** The laptop edition's fields: one frame that draws labels, boxes and what is wrong by itself. */
export async function loadSandboxFields({ url }: { readonly url: string }): Promise<MountCardFields> {
  const { mount } = await loadGlobal<DoorbusterFields>(`${url}/fields.js`, "DoorbusterFields");
  return mount;
}
