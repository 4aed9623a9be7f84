/// <reference lib="dom" />
import { brandOf } from "../cards/card-number.ts";
import { brandIcons, cvcIcon } from "./brand-icons.ts";
import {
  expiryDigits,
  fieldNames,
  fieldStates,
  formatField,
  numberDigits,
  onlyDigits,
  type CardText,
  type FieldName,
} from "./card-input.ts";
import {
  fieldsColors,
  type FieldsAppearance,
  type ToFrame,
  type ToHost,
  type TokenOutcome,
} from "./protocol.ts";

/** The page in the frame: three inputs, and the only code that ever holds a card number. */
const parentOrigin = document.body.dataset["parent"]!;
const publishableKey = document.body.dataset["key"]!;
const nonce = location.hash.slice(1);

const element = <Type extends Element>(selector: string) => document.querySelector<Type>(selector)!;
const inputs: Record<FieldName, HTMLInputElement> = {
  number: element("#number"),
  expiry: element("#expiry"),
  cvc: element("#cvc"),
};
/** Fields that have been left once, or that a token was asked of: only these show what is wrong with them. */
const visited = new Set<FieldName>();
let previous = readText();

type Message = ToHost extends infer Each ? (Each extends unknown ? Omit<Each, "nonce"> : never) : never;

function send(message: Message): void {
  parent.postMessage({ ...message, nonce }, parentOrigin);
}

function readText(): CardText {
  return {
    number: numberDigits(inputs.number.value),
    expiry: expiryDigits(inputs.expiry.value),
    cvc: onlyDigits(inputs.cvc.value),
  };
}

/** Puts the separators back and keeps the caret behind the digit it was behind. */
function reformat(name: FieldName, event: InputEvent): void {
  const input = inputs[name];
  let digits = readText()[name];
  let before = onlyDigits(input.value.slice(0, input.selectionStart ?? 0)).length;
  // Backspace over a separator takes the digit before it: the separator would only come back.
  if (event.inputType === "deleteContentBackward" && digits === previous[name] && before > 0) {
    digits = digits.slice(0, before - 1) + digits.slice(before);
    before -= 1;
  }
  const atEnd = input.selectionStart === input.value.length;
  input.value = formatField(name, digits);
  const caret = atEnd && digits.length >= before ? input.value.length : caretBehind(input.value, before);
  input.setSelectionRange(caret, caret);
}

function caretBehind(text: string, digits: number): number {
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    if (seen === digits) return i;
    if (/\d/.test(text[i]!)) seen += 1;
  }
  return text.length;
}

function onInput(name: FieldName, event: InputEvent): void {
  reformat(name, event);
  const text = readText();
  const states = fieldStates(text, new Date());
  const typedOn = event.inputType?.startsWith("insert") && text[name] !== previous[name];
  const atEnd = inputs[name].selectionStart === inputs[name].value.length;
  previous = text;
  render();
  const next = fieldNames[fieldNames.indexOf(name) + 1];
  if (typedOn && atEnd && states[name].complete && next && text[next] === "") inputs[next].focus();
}

/** Backspace in an empty field goes to the one before. */
function onKey(name: FieldName, event: KeyboardEvent): void {
  const before = fieldNames[fieldNames.indexOf(name) - 1];
  if (event.key !== "Backspace" || inputs[name].value !== "" || !before) return;
  event.preventDefault();
  inputs[before].focus();
}

/** A complete-looking field that is wrong says so at once; an unfinished one only after it was left. */
function problemOf(name: FieldName): string | null {
  const text = readText();
  const { problem } = fieldStates(text, new Date())[name];
  if (visited.has(name)) return problem;
  const fullLength = { number: Math.max(...brandOf(text.number).lengths), expiry: 4, cvc: Infinity }[name];
  return text[name].length >= fullLength ? problem : null;
}

let reported = "";

function render(): void {
  const text = readText();
  const states = fieldStates(text, new Date());
  const problems = fieldNames.map((name) => {
    const problem = problemOf(name);
    show(name, problem);
    return problem;
  });
  const brand = brandOf(text.number);
  element(".brand").innerHTML = brandIcons[brand.id];
  inputs.cvc.maxLength = brand.cvcLength;
  const change = {
    complete: fieldNames.every((name) => states[name].complete),
    error: problems.find((problem) => problem !== null) ?? null,
    brand: brand.id === "unknown" ? null : brand.id,
  };
  if (JSON.stringify(change) === reported) return;
  reported = JSON.stringify(change);
  send({ type: "change", change });
}

function show(name: FieldName, problem: string | null): void {
  const line = element(`#${name}-error`);
  if (line.textContent === (problem ?? "")) return;
  line.textContent = problem ?? "";
  inputs[name].setAttribute("aria-invalid", String(problem !== null));
  if (problem) element("#announcement").textContent = problem;
}

/** Not the document's own height, which is never less than that of its frame and so could not shrink. */
function reportHeight(): void {
  const { paddingTop, paddingBottom } = getComputedStyle(document.body);
  const padding = parseFloat(paddingTop) + parseFloat(paddingBottom);
  send({ type: "resize", height: Math.ceil(element("main").getBoundingClientRect().height + padding) });
}

async function createToken(): Promise<TokenOutcome> {
  const text = readText();
  const states = fieldStates(text, new Date());
  for (const name of fieldNames) visited.add(name);
  render();
  const wrong = fieldNames.find((name) => !states[name].complete);
  if (wrong) return refuse(wrong, states[wrong].problem!);

  const body = new URLSearchParams({
    type: "card",
    "card[number]": text.number,
    "card[exp_month]": text.expiry.slice(0, 2),
    "card[exp_year]": `20${text.expiry.slice(2)}`,
    "card[cvc]": text.cvc,
  });
  try {
    const headers = { authorization: `Bearer ${publishableKey}` };
    const response = await fetch("/v1/payment_methods", { method: "POST", headers, body });
    const answer = await response.json();
    if (response.ok) return { token: answer.id, brand: answer.card.brand, last4: answer.card.last4 };
    const fields = { number: "number", exp_month: "expiry", exp_year: "expiry", cvc: "cvc" } as const;
    const param = answer.error?.param as keyof typeof fields | undefined;
    return refuse(
      (param && fields[param]) ?? "number",
      answer.error?.message ?? "The card was not accepted.",
    );
  } catch {
    return { error: "The payment provider could not be reached. Nothing was charged; try again." };
  }
}

function refuse(name: FieldName, problem: string): TokenOutcome {
  show(name, problem);
  inputs[name].focus();
  return { error: problem };
}

function applyAppearance({ theme = "auto", colors = {}, radius, fontSize }: FieldsAppearance): void {
  const style = document.documentElement.style;
  const set = (name: string, property: string, value: string | undefined) =>
    value !== undefined && CSS.supports(property, value)
      ? style.setProperty(name, value)
      : style.removeProperty(name);
  style.colorScheme = theme === "light" || theme === "dark" ? theme : "light dark";
  for (const color of fieldsColors) set(`--${color}`, "color", colors[color]);
  set("--radius", "border-radius", radius);
  set("--font-size", "font-size", fontSize);
}

async function receive(event: MessageEvent): Promise<void> {
  if (event.source !== parent || event.origin !== parentOrigin) return;
  const message = event.data as ToFrame;
  if (message?.nonce !== nonce) return;
  if (message.type === "appearance") applyAppearance(message.appearance);
  if (message.type === "focus") inputs[fieldNames.find((name) => !inputs[name].value) ?? "number"].focus();
  if (message.type === "create-token") {
    send({ type: "token", request: message.request, outcome: await createToken() });
  }
}

for (const name of fieldNames) {
  inputs[name].addEventListener("input", (event) => onInput(name, event));
  inputs[name].addEventListener("keydown", (event) => onKey(name, event));
  inputs[name].addEventListener("blur", () => {
    if (inputs[name].value === "") return;
    visited.add(name);
    render();
  });
}
element<HTMLFormElement>("form").addEventListener("submit", (event) => event.preventDefault());
element(".back").innerHTML = cvcIcon;
addEventListener("message", (event) => void receive(event));
new ResizeObserver(reportHeight).observe(element("main"));
render();
send({ type: "ready" });
