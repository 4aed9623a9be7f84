/** The look of our mails: one column, inline styles, because mail readers know nothing else. */
export function mailPage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeText(title)}</title></head>
<body style="margin:0;background:#f5f5f4"><div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff;color:#1c1917;font:16px/1.5 system-ui,sans-serif">
${body}
</div></body></html>`;
}

export function mailRow(name: string, amount: string, strong = false): string {
  const style = `padding:8px 0;border-top:1px solid #e7e5e4;${strong ? "font-weight:600;" : ""}`;
  return `<tr><td style="${style}">${escapeText(name)}</td><td align="right" style="${style}">${escapeText(amount)}</td></tr>`;
}

export function mailTable(rows: readonly string[]): string {
  return `<table role="presentation" width="100%" style="border-collapse:collapse">\n${rows.join("\n")}\n</table>`;
}

export function mailButton(name: string, url: string): string {
  return `<p style="margin:24px 0 0"><a href="${escapeText(url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1c1917;color:#ffffff;text-decoration:none">${escapeText(name)}</a></p>`;
}

/** Names and addresses come from customers: in a mail they are text, never markup. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Times in mails are shown in this zone and say so. */
const zone = "Europe/London";

export function mailTime(iso: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "long", timeZone: zone });
  return format.format(new Date(iso));
}
