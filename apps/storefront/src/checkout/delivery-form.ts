import type { Checkout } from "@doorbuster/core/order/checkout";
import { addressSchema, contactSchema } from "@doorbuster/core/order/order";

export const deliveryFields = [
  "email",
  "phone",
  "name",
  "line1",
  "line2",
  "city",
  "postalCode",
  "country",
] as const;
export type DeliveryField = (typeof deliveryFields)[number];
export type DeliveryValues = Readonly<Record<DeliveryField, string>>;
export type DeliveryErrors = Readonly<Partial<Record<DeliveryField, string>>>;

export const emptyDelivery: DeliveryValues = {
  email: "",
  phone: "",
  name: "",
  line1: "",
  line2: "",
  city: "",
  postalCode: "",
  country: "GB",
};

/** What to do about a field that the shop would refuse; the rules themselves are the shop's own schemas. */
const advice: Readonly<Record<DeliveryField, string>> = {
  email: "Enter an e-mail address such as jo@example.com.",
  phone: "Enter the whole number with its country code, such as +44 7700 900123.",
  name: "Enter the name that goes on the parcel, at most 120 characters.",
  line1: "Enter the street and house number, at most 120 characters.",
  line2: "At most 120 characters fit on this line.",
  city: "Enter the town or city, at most 120 characters.",
  postalCode: "Enter the postcode, at most 16 characters.",
  country: "Choose a country.",
};

export type ParsedDelivery =
  | { readonly ok: true; readonly delivery: Pick<Checkout, "contact" | "shippingAddress"> }
  | { readonly ok: false; readonly errors: DeliveryErrors };

/** Checks what was typed by the same schemas as the API, and says per field what to do. Pure. */
export function parseDelivery(values: DeliveryValues): ParsedDelivery {
  const phone = phoneFrom(values.phone);
  const contact = contactSchema.safeParse({ email: values.email.trim(), ...(phone !== "" && { phone }) });
  const address = addressSchema.safeParse({
    name: values.name,
    line1: values.line1,
    ...(values.line2.trim() !== "" && { line2: values.line2 }),
    city: values.city,
    postalCode: values.postalCode,
    country: values.country,
  });
  if (contact.success && address.success) {
    return { ok: true, delivery: { contact: contact.data, shippingAddress: address.data } };
  }
  const issues = [...(contact.error?.issues ?? []), ...(address.error?.issues ?? [])];
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  const entries = deliveryFields.filter((field) => wrong.has(field)).map((field) => [field, advice[field]]);
  return { ok: false, errors: Object.fromEntries(entries) as DeliveryErrors };
}

/** A telephone number as people type it, as it is stored: `+447700900123`. */
export function phoneFrom(typed: string): string {
  return typed.replace(/[\s().-]/g, "").replace(/^00/, "+");
}

/** Our field for a path of the API's `INVALID_INPUT`, such as `shippingAddress.postalCode`; undefined for any other. */
export function deliveryFieldOf(path: string): DeliveryField | undefined {
  const [group, field] = path.split(".");
  if (group !== "contact" && group !== "shippingAddress") return undefined;
  return deliveryFields.find((known) => known === field);
}

export function adviceFor(field: DeliveryField): string {
  return advice[field];
}

/** The form as it was for a request that has been sent before. */
export function deliveryOf({
  contact,
  shippingAddress,
}: Pick<Checkout, "contact" | "shippingAddress">): DeliveryValues {
  return {
    ...shippingAddress,
    line2: shippingAddress.line2 ?? "",
    email: contact.email,
    phone: contact.phone ?? "",
  };
}
