import type { CardBrand } from "../cards/card-number.ts";

const box = (inside: string, fill: string) =>
  `<svg viewBox="0 0 34 22"><rect x=".5" y=".5" width="33" height="21" rx="3.5" fill="${fill}" stroke="#0003"/>${inside}</svg>`;

const word = (text: string, fill: string, size: number, style = "") =>
  `<text x="17" y="${11 + size * 0.36}" text-anchor="middle" font-family="Arial, Helvetica, sans-serif" font-weight="700" font-size="${size}" fill="${fill}" ${style}>${text}</text>`;

/** A small card for each brand, drawn here; unknown is a card's outline. */
export const brandIcons: Readonly<Record<CardBrand["id"], string>> = {
  visa: box(word("VISA", "#1a1f71", 10.5, 'font-style="italic"'), "#fff"),
  mastercard: box(
    '<circle cx="13.5" cy="11" r="6" fill="#eb001b"/><circle cx="20.5" cy="11" r="6" fill="#f79e1b"/><path d="M17 6.13a6 6 0 0 1 0 9.74 6 6 0 0 1 0-9.74z" fill="#ff5f00"/>',
    "#fff",
  ),
  amex: box(word("AMEX", "#fff", 9), "#1f72cd"),
  discover: box(word("DISC", "#17181a", 8.5) + '<circle cx="29" cy="16.5" r="2.5" fill="#f47216"/>', "#fff"),
  diners: box(
    '<circle cx="17" cy="11" r="7" fill="#0a5a9c"/><path d="M15 5.8v10.4a5.5 5.5 0 0 1 0-10.4zM19 5.8a5.5 5.5 0 0 1 0 10.4z" fill="#fff"/>',
    "#fff",
  ),
  jcb: box(word("JCB", "#0b5ea8", 10), "#fff"),
  unionpay: box(word("UPay", "#c8102e", 9), "#fff"),
  unknown:
    '<svg viewBox="0 0 34 22" fill="none" stroke="currentColor" stroke-width="1.5"><rect x="1.5" y="1.5" width="31" height="19" rx="3"/><path d="M1.5 7.5h31M6 15h7"/></svg>',
};

export const cvcIcon =
  '<svg viewBox="0 0 34 22" fill="none" stroke="currentColor" stroke-width="1.5"><rect x="1.5" y="1.5" width="31" height="19" rx="3"/><path d="M1.5 7h31" stroke-width="3"/><rect x="19" y="12" width="9" height="5" rx="1.5"/></svg>';
