import { classNames } from "@doorbuster/web/components/class-names";
import { controlClass } from "@doorbuster/web/components/field";
import { fieldNames, type Box, type Boxes, type FieldName } from "./stripe-fields.ts";

const labels: Readonly<Record<FieldName, string>> = {
  number: "Card number",
  expiry: "Expiry date",
  cvc: "Security code",
};

/** A text field's look; Stripe.js tells the state of what is inside by these classes. */
const boxClass = classNames(
  controlClass,
  "has-[.StripeElement--focus]:outline-2 has-[.StripeElement--focus]:outline-offset-2 has-[.StripeElement--focus]:outline-focus",
  "has-[.StripeElement--invalid]:border-bad",
);

/** Stripe's frames hold an input each and nothing around it: labels, borders and what is wrong are the page's. */
export function createBoxes(element: HTMLElement): Boxes {
  const grid = create("div", "grid grid-cols-2 gap-4");
  const boxes = Object.fromEntries(fieldNames.map((name) => [name, createBox(grid, name)]));
  element.replaceChildren(grid);
  return { ...(boxes as Record<FieldName, Box>), remove: () => grid.remove() };
}

function createBox(grid: HTMLElement, name: FieldName): Box {
  const field = create("div", classNames("flex flex-col gap-1.5", name === "number" && "col-span-2"));
  const label = create("label", "text-sm font-medium");
  const box = create("div", boxClass);
  const place = create("div", "");
  const line = create("p", "text-sm font-medium text-bad empty:hidden");
  place.id = `card-${name}`;
  // A frame is see-through only where the scheme around it is its own, and Stripe's is always light. The box keeps the page's.
  place.style.colorScheme = "light";
  label.htmlFor = place.id; // Stripe.js listens to it: a click on the label focuses the field
  label.textContent = labels[name];
  line.setAttribute("aria-live", "polite");
  box.append(place);
  field.append(label, box, line);
  grid.append(field);
  return {
    place,
    show: (problem) => {
      line.textContent = problem ?? "";
    },
  };
}

function create<Tag extends "div" | "label" | "p">(tag: Tag, className: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
