import { afterEach, expect, test, vi } from "vitest";
import { storedValue } from "./storage.ts";

afterEach(() => vi.unstubAllGlobals());

function memoryStorage() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
    removeItem: (key: string) => void held.delete(key),
  };
}

const number = (text: string | null) => Number(text ?? 0);

test("a change is told and seen by every reader of the key", () => {
  vi.stubGlobal("localStorage", memoryStorage());
  vi.stubGlobal("window", new EventTarget());
  const here = storedValue("a", number);
  const elsewhere = storedValue("a", number);
  let told = 0;
  here.subscribe(() => (told += 1));
  here.set(5);
  expect([told, here.get(), elsewhere.get()]).toEqual([1, 5, 5]);
  elsewhere.clear();
  window.dispatchEvent(Object.assign(new Event("storage"), { key: "a" }));
  expect([told, here.get()]).toEqual([2, 0]);
});

test("the same text is the same object, or React would render for ever", () => {
  vi.stubGlobal("localStorage", memoryStorage());
  const value = storedValue<readonly string[]>("b", (text) => JSON.parse(text ?? "[]") as string[]);
  value.set(["x"]);
  expect(value.get()).toBe(value.get());
});

test("where storage is refused the value lives as long as the page", () => {
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  const value = storedValue("c", number);
  expect(value.get()).toBe(0);
  value.set(3);
  expect(value.get()).toBe(3);
  value.clear();
  expect(value.get()).toBe(0);
});
